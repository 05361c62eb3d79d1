// Some of few, each with a sentence that says what it means.
import type { ReactNode } from "react";

export interface CheckboxOption<Value extends string> {
  value: Value;
  about: ReactNode;
}

interface CheckboxListProps<Value extends string> {
  legend: string;
  options: readonly CheckboxOption<Value>[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
  /** What is wrong with the choice, as a sentence. */
  error?: string | null;
}

/** What is chosen keeps the order of the options. */
export function CheckboxList<Value extends string>({ legend, options, chosen, onChange, error }: CheckboxListProps<Value>) {
  const toggle = (value: Value, on: boolean) =>
    onChange(options.map((option) => option.value).filter((one) => (one === value ? on : chosen.includes(one))));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium">{legend}</legend>
      <div className="divide-y rounded-lg border border-edge">
        {options.map(({ value, about }) => (
          <label key={value} className="grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 px-3 py-2 hover:bg-hover">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
            <code className="text-xs leading-5 font-medium">{value}</code>
            <span className="col-start-2 text-xs text-muted">{about}</span>
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
