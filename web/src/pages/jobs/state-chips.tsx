// The states as chips, several of which can be pressed, each with how many jobs are in it.
import * as format from "~/format";
import { classes } from "~/lib/classes";
import { joined } from "~/pages/jobs/search";
import type { Counted } from "~/pages/jobs/use-counts";
import { LOOK, STATES, type State } from "~/states";

interface StateChipsProps {
  chosen: readonly State[];
  counts: Partial<Record<State, Counted>>;
  /** `failed,dead`; undefined: every state. */
  onChange: (status: string | undefined) => void;
}

const CHIP = "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-xs font-medium transition-colors";

export function StateChips({ chosen, counts, onChange }: StateChipsProps) {
  const press = (state: State) =>
    onChange(joined(chosen.includes(state) ? chosen.filter((other) => other !== state) : [...chosen, state]));
  return (
    <div role="group" aria-label="State" className="-mx-4 mb-3 flex gap-1.5 overflow-x-auto px-4 py-1 md:mx-0 md:flex-wrap md:px-0">
      <button
        type="button"
        aria-pressed={chosen.length === 0}
        onClick={() => onChange(undefined)}
        className={classes(CHIP, chosen.length === 0 ? "border-accent bg-accent-soft text-accent" : "bg-surface text-muted hover:bg-hover")}
      >
        All
      </button>
      {STATES.map((state) => {
        const { label, icon: Icon, badge, meaning } = LOOK[state];
        const pressed = chosen.includes(state);
        return (
          <button
            key={state}
            type="button"
            aria-pressed={pressed}
            title={meaning}
            onClick={() => press(state)}
            className={classes(CHIP, pressed ? `${badge} border-current` : "bg-surface text-muted hover:bg-hover")}
          >
            <Icon aria-hidden className="size-3.5" />
            {label}
            <Amount of={counts[state]} />
          </button>
        );
      })}
    </div>
  );
}

function Amount({ of }: { of: Counted | undefined }) {
  if (!of) return null;
  const more = of.exact ? "" : "+";
  return (
    <span className="figures font-semibold" title={`${format.count(of.value)}${more}`}>
      {format.compact(of.value)}
      {more}
    </span>
  );
}
