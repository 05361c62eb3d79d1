// A place to write JSON: lines are numbered, and the place where it stops being JSON is marked.
import { type KeyboardEvent, useMemo, useRef } from "react";
import { Button } from "~/components/button";
import { inputLook, type Tied } from "~/components/field";
import { classes } from "~/lib/classes";
import * as jsonText from "~/lib/json-text";

interface JsonEditorProps extends Partial<Tied> {
  /** The text as it is typed; `read` of `json-text.ts` makes a value of it. */
  value: string;
  onChange: (text: string) => void;
  rows?: number;
  "aria-label"?: string;
}

export function JsonEditor({ value, onChange, rows = 10, ...tied }: JsonEditorProps) {
  const gutter = useRef<HTMLPreElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const reading = useMemo(() => jsonText.read(value), [value]);
  const wrong = reading.ok ? null : reading.problem;
  const lines = value.split("\n").length;

  const goToProblem = () => {
    if (!wrong || !area.current) return;
    const before = value.split("\n").slice(0, wrong.line - 1);
    const at = before.reduce((length, line) => length + line.length + 1, 0) + wrong.column - 1;
    area.current.focus();
    area.current.setSelectionRange(at, Math.min(value.length, at + 1));
  };

  return (
    <div className="min-w-0">
      <div className={classes(inputLook, "flex h-auto overflow-hidden p-0", wrong && "border-bad")}>
        <pre
          ref={gutter}
          aria-hidden
          className="figures max-h-full shrink-0 overflow-hidden border-r bg-sunken py-2 pr-2 pl-3 text-right text-xs leading-5 text-faint select-none"
          style={{ height: `${rows * 1.25 + 1}rem` }}
        >
          {Array.from({ length: lines }, (_, line) => (
            <span key={line} className={classes("block", wrong?.line === line + 1 && "font-semibold text-bad")}>
              {line + 1}
            </span>
          ))}
        </pre>
        <textarea
          ref={area}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => gutter.current && (gutter.current.scrollTop = event.currentTarget.scrollTop)}
          onKeyDown={(event) => indent(event, onChange)}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          wrap="off"
          className="code min-w-0 flex-1 resize-none bg-transparent p-2 text-xs leading-5 outline-none"
          style={{ height: `${rows * 1.25 + 1}rem` }}
          {...tied}
          aria-invalid={wrong || tied["aria-invalid"] ? true : undefined}
        />
      </div>
      <div className="mt-1 flex min-h-7 items-center justify-between gap-2 text-xs">
        {wrong ? (
          <button type="button" onClick={goToProblem} className="text-left text-bad underline-offset-2 hover:underline">
            Line {wrong.line}, column {wrong.column}: {wrong.sentence}
          </button>
        ) : (
          <span className="text-muted">Valid JSON</span>
        )}
        <Button kind="quiet" size="small" disabled={!reading.ok} onClick={() => reading.ok && onChange(jsonText.tidy(reading.value))}>
          Tidy
        </Button>
      </div>
    </div>
  );
}

/** A new line begins as deep as the one before; Tab stays what it is, the way to the next field. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): void {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const area = event.currentTarget;
  const before = area.value.slice(0, area.selectionStart);
  const [depth = ""] = /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1)) ?? [];
  const deeper = /[[{]\s*$/.test(before) ? "  " : "";
  area.setRangeText(`\n${depth}${deeper}`, area.selectionStart, area.selectionEnd, "end");
  onChange(area.value);
}
