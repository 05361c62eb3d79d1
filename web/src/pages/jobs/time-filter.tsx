// When a job was made or ended: a span until now, or exact moments in the reader's own zone.
import { type FormEvent, useState } from "react";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import { classes } from "~/lib/classes";
import { type MomentsOf, momentsOf, NO_MOMENTS, SPAN_NAMES, toLocal, toMoment } from "~/pages/jobs/moments";
import { type Filters, SPANS, type Span } from "~/services/jobs";

interface TimeFilterProps {
  filters: Filters;
  onChange: (change: Filters) => void;
}

const OF = { created: "Created", finished: "Ended" } as const;

export function TimeFilter({ filters, onChange }: TimeFilterProps) {
  const now = momentsOf(filters);
  const [of, setOf] = useState<MomentsOf>(now?.of ?? "created");
  const last = (span: Span) => onChange({ ...NO_MOMENTS, [`${of}_last`]: span });
  return (
    <div className="space-y-3">
      <div role="group" aria-label="Which moment" className="grid grid-cols-2 gap-1 rounded-lg bg-sunken p-1">
        {(["created", "finished"] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={of === each}
            onClick={() => setOf(each)}
            className={classes("h-7 rounded-md text-xs font-medium text-muted", of === each && "bg-surface text-text shadow-xs")}
          >
            {OF[each]}
          </button>
        ))}
      </div>
      <div role="group" aria-label="Until now" className="grid grid-cols-2 gap-1.5">
        {(Object.keys(SPANS) as Span[]).map((span) => {
          const pressed = now?.of === of && now.last === span;
          return (
            <Button key={span} size="small" kind={pressed ? "primary" : "plain"} aria-pressed={pressed} onClick={() => last(span)}>
              Last {SPAN_NAMES[span]}
            </Button>
          );
        })}
      </div>
      <Exact key={of} of={of} filters={filters} onChange={onChange} />
      {now && (
        <Button size="small" kind="quiet" className="w-full" onClick={() => onChange(NO_MOMENTS)}>
          Any time
        </Button>
      )}
    </div>
  );
}

function Exact({ of, filters, onChange }: TimeFilterProps & { of: MomentsOf }) {
  const [from, setFrom] = useState(toLocal(filters[`${of}_after`]));
  const [until, setUntil] = useState(toLocal(filters[`${of}_before`]));
  const crossed = from && until && from >= until ? "the end lies before the beginning" : null;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!crossed) onChange({ ...NO_MOMENTS, [`${of}_after`]: toMoment(from), [`${of}_before`]: toMoment(until) });
  };
  return (
    <form onSubmit={apply} className="space-y-2">
      <TextField label="From" type="datetime-local" step={1} value={from} onChange={(event) => setFrom(event.target.value)} />
      <TextField
        label="Until"
        type="datetime-local"
        step={1}
        value={until}
        error={crossed}
        onChange={(event) => setUntil(event.target.value)}
      />
      <Button type="submit" size="small" className="w-full" disabled={!from && !until}>
        Between these
      </Button>
    </form>
  );
}
