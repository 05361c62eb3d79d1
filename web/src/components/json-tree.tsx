// JSON as a tree that folds, copies and stays text: whatever a job says, nothing of it is ever markup.
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { CopyButton } from "~/components/copy-button";
import { classes } from "~/lib/classes";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface JsonTreeProps {
  value: unknown;
  /** What it is, read aloud: `Payload`. */
  label: string;
  /** Levels that are open at first. */
  open?: number;
}

const PAGE = 100; // members that are shown at once: a long array must not stop the page
const LONG = 400; // characters of a string that are shown before it is unfolded

export function JsonTree({ value, label, open = 2 }: JsonTreeProps) {
  return (
    <div role="group" aria-label={label} className="relative rounded-lg bg-sunken">
      <div className="absolute top-1.5 right-1.5 rounded-lg bg-sunken">
        <CopyButton text={() => JSON.stringify(value, null, 2) ?? ""} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <div tabIndex={0} className="overflow-x-auto p-3 pr-11 font-mono text-xs leading-5">
        <Node value={value as Json} open={open} />
      </div>
    </div>
  );
}

interface NodeProps {
  name?: string;
  value: Json;
  open: number;
  last?: boolean;
}

function Node({ name, value, open, last = true }: NodeProps) {
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
    return <Branch name={name} value={value} open={open} last={last} />;
  return (
    <div className="pl-4">
      <Name name={name} />
      <Leaf value={value} />
      {!last && <Mark>,</Mark>}
    </div>
  );
}

function Branch({ name, value, open, last }: NodeProps & { value: Json[] | { [name: string]: Json } }) {
  const [unfolded, setUnfolded] = useState(open > 0);
  const [shown, setShown] = useState(PAGE);
  const isList = Array.isArray(value);
  const [left, right] = isList ? ["[", "]"] : ["{", "}"];
  const members = Object.entries(value);
  const size = isList ? `${members.length} items` : `${members.length} members`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
        className="-ml-0.5 inline-flex items-center rounded text-left hover:bg-hover"
      >
        <ChevronRight aria-hidden className={classes("size-3.5 shrink-0 text-faint", unfolded && "rotate-90")} />
        <span className="ml-0.5 whitespace-pre">
          <Name name={name} />
          <Mark>{left}</Mark>
          {!unfolded && (
            <>
              <span className="text-faint"> {size} </span>
              <Mark>{right}</Mark>
            </>
          )}
        </span>
      </button>
      {unfolded && (
        <>
          <div className="ml-1.5 border-l pl-2.5">
            {members.slice(0, shown).map(([key, member], index) => (
              <Node key={key} name={isList ? undefined : key} value={member} open={open - 1} last={index === members.length - 1} />
            ))}
            {members.length > shown && (
              <button type="button" className="ml-4 text-accent underline" onClick={() => setShown(shown + PAGE * 10)}>
                {members.length - shown} more
              </button>
            )}
          </div>
          <div className="pl-4">
            <Mark>{right}</Mark>
            {!last && <Mark>,</Mark>}
          </div>
        </>
      )}
    </div>
  );
}

function Name({ name }: { name: string | undefined }) {
  if (name === undefined) return null;
  return (
    <span className="text-text">
      {JSON.stringify(name)}
      <Mark>: </Mark>
    </span>
  );
}

function Mark({ children }: { children: ReactNode }) {
  return <span className="text-faint">{children}</span>;
}

function Leaf({ value }: { value: Json }) {
  if (typeof value === "string") return <Text value={value} />;
  const colour = typeof value === "number" ? "text-busy" : typeof value === "boolean" ? "text-later" : "text-faint";
  return <span className={colour}>{JSON.stringify(value)}</span>;
}

function Text({ value }: { value: string }) {
  const [whole, setWhole] = useState(value.length <= LONG);
  return (
    <span className="break-words whitespace-pre-wrap text-good">
      {JSON.stringify(whole ? value : value.slice(0, LONG))}
      {!whole && (
        <button type="button" className="ml-1 text-accent underline" onClick={() => setWhole(true)}>
          {value.length - LONG} more characters
        </button>
      )}
    </span>
  );
}
