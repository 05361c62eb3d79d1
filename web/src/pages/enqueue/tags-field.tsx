// Names and values by which a job is found again.
import { Plus, X } from "lucide-react";
import { Button, IconButton } from "~/components/button";
import { Input } from "~/components/field";
import type { Tag } from "~/pages/enqueue/draft";

interface TagsFieldProps {
  tags: readonly Tag[];
  onChange: (tags: readonly Tag[]) => void;
  error?: string | null;
}

const MOST = 20;

export function TagsField({ tags, onChange, error }: TagsFieldProps) {
  const change = (index: number, change: Partial<Tag>) => onChange(tags.map((tag, at) => (at === index ? { ...tag, ...change } : tag)));
  return (
    <div role="group" aria-label="Tags">
      <p className="mb-1 text-xs font-medium">Tags</p>
      <ul className="space-y-2">
        {tags.map((tag, index) => (
          <li key={index} className="flex items-center gap-2">
            <Input aria-label={`Name of tag ${index + 1}`} placeholder="customer" maxLength={64} value={tag.name} onChange={(event) => change(index, { name: event.target.value })} />
            <Input aria-label={`Value of tag ${index + 1}`} placeholder="42" maxLength={256} value={tag.value} onChange={(event) => change(index, { value: event.target.value })} />
            <IconButton icon={X} label={`Take tag ${index + 1} away`} onClick={() => onChange(tags.filter((_, at) => at !== index))} />
          </li>
        ))}
      </ul>
      {tags.length < MOST && (
        <Button size="small" icon={Plus} className={tags.length > 0 ? "mt-2" : undefined} onClick={() => onChange([...tags, { name: "", value: "" }])}>
          Add a tag
        </Button>
      )}
      {error && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
