// One of a few words that stand side by side: a span of time, a theme. Arrows move between them.
import { useId } from "react";
import { classes } from "~/lib/classes";

interface SegmentedProps<Value extends string> {
  /** What is chosen, read aloud. */
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

export function Segmented<Value extends string>({ label, options, value, onChange }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-lg border border-line bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classes(
            "relative flex h-8 cursor-pointer items-center rounded-md px-3 text-sm whitespace-nowrap text-muted hover:text-text",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent",
            option.value === value && "bg-surface font-medium text-text shadow-(--lift)",
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 cursor-pointer opacity-0"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
