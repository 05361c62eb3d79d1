// Narrows a list to one type or one queue, chosen out of those that are known, or typed.
import { Combobox } from "~/components/combobox";
import type { Tied } from "~/components/field";

interface NameFilterProps extends Partial<Tied> {
  noun: "type" | "queue";
  names: readonly string[];
  value: string | undefined;
  /** Undefined: every one. */
  onChange: (value: string | undefined) => void;
  className?: string;
}

export function NameFilter({ noun, names, value, onChange, ...rest }: NameFilterProps) {
  const every = `Every ${noun}`;
  return (
    <Combobox
      free
      aria-label={noun === "type" ? "Type" : "Queue"}
      placeholder={every}
      none={every}
      options={names}
      value={value ?? ""}
      onChange={(chosen) => onChange(chosen || undefined)}
      {...rest}
    />
  );
}
