// One of few, where each needs a sentence to be understood.
import { type ReactNode, useId } from "react";
import { classes } from "~/lib/classes";

export interface RadioCard<Value extends string> {
  value: Value;
  label: string;
  about: ReactNode;
}

interface RadioCardsProps<Value extends string> {
  legend: string;
  options: readonly RadioCard<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

export function RadioCards<Value extends string>({ legend, options, value, onChange }: RadioCardsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium">{legend}</legend>
      <div className="grid gap-2 sm:auto-cols-fr sm:grid-flow-col">
        {options.map((option) => (
          <label
            key={option.value}
            className={classes(
              "grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] content-start gap-x-2.5 gap-y-0.5 rounded-lg border p-3 hover:bg-hover",
              option.value === value ? "border-accent bg-accent-soft" : "border-edge",
            )}
          >
            <input
              type="radio"
              name={name}
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span className="font-medium">{option.label}</span>
            <span className="col-start-2 text-xs text-muted">{option.about}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
