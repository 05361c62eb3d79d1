// Text of a job, whole and as it is: long ones fold, none is cut, each is copied by one press.
import { useState } from "react";
import { CopyButton } from "~/components/copy-button";
import { classes } from "~/lib/classes";

interface LongTextProps {
  text: string;
  /** What it is, read aloud: `Traceback`. */
  label: string;
  bad?: boolean;
  /** Which lines are seen while it is folded: of a traceback the last ones tell most. */
  show?: "first" | "last";
  /** Its lines mean something by how they stand: they are not broken, and what is too wide is scrolled to. */
  lined?: boolean;
}

const LINES = 14; // shown while it is folded
const CHARACTERS = 3000;

export function LongText({ text, label, bad, show = "first", lined }: LongTextProps) {
  const [whole, setWhole] = useState(false);
  const lines = text.split("\n");
  const folds = lines.length > LINES || text.length > CHARACTERS;
  const shown = whole || !folds ? text : folded(lines, show);
  return (
    <div role="group" aria-label={label} className="relative rounded-lg bg-sunken">
      <div className="absolute top-1.5 right-1.5 rounded-lg bg-sunken">
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <pre tabIndex={0} className={classes("overflow-x-auto p-3 pr-11 text-xs leading-5", !lined && "break-words whitespace-pre-wrap", bad && "text-bad")}>
        {!whole && folds && show === "last" && <span className="text-faint">… {"\n"}</span>}
        {shown}
        {!whole && folds && show === "first" && <span className="text-faint">{"\n"}…</span>}
      </pre>
      {folds && (
        <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)} className="w-full border-t px-3 py-2 text-left text-xs text-accent hover:underline">
          {whole ? "Fold it" : `Show all of it: ${lines.length > LINES ? `${lines.length} lines` : `${text.length} characters`}`}
        </button>
      )}
    </div>
  );
}

function folded(lines: readonly string[], show: "first" | "last"): string {
  const kept = (show === "first" ? lines.slice(0, LINES) : lines.slice(-LINES)).join("\n");
  return show === "first" ? kept.slice(0, CHARACTERS) : kept.slice(-CHARACTERS);
}
