// Fields of forms: a label, what is asked, a hint, and what is wrong with the answer, tied together for every reader.
import { ChevronDown } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { classes } from "~/lib/classes";

export const inputLook = classes(
  "h-9 w-full min-w-0 rounded-lg border border-edge bg-surface px-3 text-sm text-text placeholder:text-faint",
  "aria-invalid:border-bad disabled:opacity-60",
);

/** What an input needs to belong to its field. */
export interface Tied {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong with it, as a sentence. */
  error?: string | null;
  className?: string;
  children: (tied: Tied) => ReactNode;
}

export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={classes("min-w-0", className)}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input className={classes(inputLook, className)} {...rest} />;
}

/** A field with one line of text in it. */
export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & Omit<FieldProps, "children">) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(tied) => <Input {...tied} {...rest} />}
    </Field>
  );
}

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

interface SelectProps<Value extends string> extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "value" | "onChange"> {
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of few: the browser's own list, which works on every phone and by every key. */
export function Select<Value extends string>({ options, value, onChange, className, ...rest }: SelectProps<Value>) {
  return (
    <span className={classes("relative inline-block", className)}>
      <select
        className={classes(inputLook, "appearance-none pr-8")}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-muted" />
    </span>
  );
}
