// How far something is, as a bar.
import { classes } from "~/lib/classes";
import * as format from "~/format";

interface ProgressProps {
  /** Between 0 and 1. */
  value: number;
  /** What is under way, read aloud. */
  label: string;
  tone?: "accent" | "good" | "warn" | "bad";
}

const TONES = { accent: "bg-accent", good: "bg-good", warn: "bg-warn", bad: "bg-bad" };

export function Progress({ value, label, tone = "accent" }: ProgressProps) {
  const share = Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={format.percent(share)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-calm-soft"
    >
      <div className={classes("h-full rounded-full transition-[width] duration-300", TONES[tone])} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
