// A field that adds a tag to the filters.
import { type FormEvent, useState } from "react";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import { tagsOf } from "~/pages/jobs/tags";

interface TagFilterProps {
  tags: string | undefined;
  onChange: (tags: string) => void;
}

export function TagFilter({ tags, onChange }: TagFilterProps) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const tag = typed.trim();
    const [name, ...value] = tag.split(":");
    if (!name || value.length === 0 || tag.includes(",")) return setProblem("a name, a colon and a value without commas: customer:42");
    setProblem(null);
    setTyped("");
    return onChange([...tagsOf(tags).filter((other) => other !== tag), tag].join(","));
  };
  return (
    <form onSubmit={add} className="space-y-2">
      <TextField
        label="Tag"
        placeholder="customer:42"
        hint="A job must have all tags that are given."
        value={typed}
        error={problem}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" size="small" className="w-full" disabled={!typed.trim()}>
        Add the tag
      </Button>
    </form>
  );
}
