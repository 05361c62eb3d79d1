// What stands above a list: filters, a search, and what is filtered by now, each of which can be taken away.
import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Input } from "~/components/field";

export function FilterBar({ children }: { children: ReactNode }) {
  return <div className="mb-3 flex flex-wrap items-center gap-2">{children}</div>;
}

interface SearchFieldProps {
  /** What is searched: `Search id or payload`. */
  label: string;
  value: string;
  /** Called when typing pauses, and at once by Enter, without spaces around it. */
  onChange: (value: string) => void;
}

const PAUSE = 300; // ms

/** Focused by `/` wherever it is on the page. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const [told, setTold] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (value !== told) {
      // Changed from outside. What was typed here since it was told stays, and so does the space before the next word.
      setTold(value);
      setTyped(value);
    }
  }
  const tell = (text: string) => {
    setTold(text.trim());
    onChange(text.trim());
  };
  const teller = useRef(tell);
  useEffect(() => {
    teller.current = tell;
  });
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => teller.current(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <div className="relative min-w-48 flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted" />
      <Input
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        value={typed}
        className="pl-8"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && tell(typed)}
      />
    </div>
  );
}

interface FilterChipProps {
  /** `type: send_email`. */
  children: ReactNode;
  /** What it is called when it is taken away: `type`. */
  name: string;
  onRemove: () => void;
}

export function FilterChip({ children, name, onRemove }: FilterChipProps) {
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1 rounded-full bg-accent-soft pl-3 text-xs font-medium text-accent">
      <span className="truncate">{children}</span>
      <button
        type="button"
        aria-label={`Remove the filter ${name}`}
        onClick={onRemove}
        className="grid size-7 place-items-center rounded-full hover:bg-hover"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
