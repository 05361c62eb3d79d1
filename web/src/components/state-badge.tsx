// The state of a job in its colour, with an icon, since colour alone tells nothing to many.
import { LOOK, type State } from "~/states";
import { classes } from "~/lib/classes";

export function StateBadge({ state, className }: { state: State; className?: string }) {
  const { label, icon: Icon, badge, meaning } = LOOK[state];
  return (
    <span
      title={meaning}
      className={classes("inline-flex h-5.5 items-center gap-1 rounded-full px-2 text-xs font-medium", badge, className)}
    >
      <Icon aria-hidden className={classes("size-3", state === "running" && "animate-spin [animation-duration:2.5s]")} />
      {label}
    </span>
  );
}

const TONES = {
  calm: "bg-calm-soft text-calm",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  busy: "bg-busy-soft text-busy",
  accent: "bg-accent-soft text-accent",
};

/** A short word in a colour, for what is no state of a job: `paused`, `revoked`, `2xx`. */
export function Badge({ tone = "calm", children }: { tone?: keyof typeof TONES; children: React.ReactNode }) {
  return (
    <span className={classes("inline-flex h-5.5 items-center gap-1 rounded-full px-2 text-xs font-medium", TONES[tone])}>
      {children}
    </span>
  );
}
