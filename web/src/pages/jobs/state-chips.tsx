// The states as chips, several of which can be pressed, each with how many jobs are in it.
import { ToggleChip } from "~/components/toggle-chip";
import * as format from "~/format";
import { joined } from "~/pages/jobs/search";
import type { Counted } from "~/pages/jobs/use-counts";
import { LOOK, STATES, type State } from "~/states";

interface StateChipsProps {
  chosen: readonly State[];
  counts: Partial<Record<State, Counted>>;
  /** `failed,dead`; undefined: every state. */
  onChange: (status: string | undefined) => void;
}

export function StateChips({ chosen, counts, onChange }: StateChipsProps) {
  const press = (state: State) =>
    onChange(joined(chosen.includes(state) ? chosen.filter((other) => other !== state) : [...chosen, state]));
  return (
    <div role="group" aria-label="State" className="-mx-4 mb-3 flex gap-1.5 overflow-x-auto px-4 py-1 md:mx-0 md:flex-wrap md:px-0">
      <ToggleChip pressed={chosen.length === 0} onPress={() => onChange(undefined)} badge="bg-accent-soft text-accent">
        All
      </ToggleChip>
      {STATES.map((state) => {
        const { label, icon, badge, meaning } = LOOK[state];
        return (
          <ToggleChip key={state} pressed={chosen.includes(state)} onPress={() => press(state)} icon={icon} badge={badge} title={meaning}>
            {label}
            <Amount of={counts[state]} />
          </ToggleChip>
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
