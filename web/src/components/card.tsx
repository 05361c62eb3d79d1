// A plane with a heading, and a figure with its name: the two things that overviews are made of.
import type { ReactNode } from "react";
import { classes } from "~/lib/classes";

interface CardProps {
  title?: ReactNode;
  /** Stands at the right of the title. */
  acts?: ReactNode;
  /** Without room around its content, as for a table that reaches the edges. */
  bare?: boolean;
  className?: string;
  children: ReactNode;
}

export function Card({ title, acts, bare, className, children }: CardProps) {
  return (
    <section className={classes("card min-w-0", className)}>
      {(title || acts) && (
        <header className="flex min-h-11 items-center justify-between gap-3 border-b px-4 py-2">
          <h2 className="truncate font-semibold">{title}</h2>
          <div className="flex items-center gap-2">{acts}</div>
        </header>
      )}
      <div className={bare ? undefined : "p-4"}>{children}</div>
    </section>
  );
}

interface StatProps {
  name: ReactNode;
  value: ReactNode;
  /** A line below: a comparison, a unit, a trend. */
  note?: ReactNode;
  tone?: "plain" | "good" | "warn" | "bad";
  /** A word or a moment: no figure, and written smaller. */
  word?: boolean;
}

const TONES = { plain: "", good: "text-good", warn: "text-warn", bad: "text-bad" };

/** One figure of a `<dl>`; put several into `<Stats>`. */
export function Stat({ name, value, note, tone = "plain", word }: StatProps) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-muted">{name}</dt>
      <dd className={classes("figures mt-0.5 truncate leading-7", word ? "font-medium" : "text-xl font-semibold tracking-tight", TONES[tone])}>{value}</dd>
      {note && <dd className="text-xs text-balance break-words text-muted">{note}</dd>}
    </div>
  );
}

export function Stats({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={classes("grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4", className)}>{children}</dl>;
}
