// When a job falls due: at once, after a while, or at a time by the reader's own clock.
import { Input, Select, TextField } from "~/components/field";
import { Segmented } from "~/components/segmented";
import * as format from "~/format";
import { useNow } from "~/hooks/use-now";
import { type Draft, type Unit, UNITS } from "~/pages/enqueue/draft";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const OPTIONS = [
  { value: "now", label: "Now" },
  { value: "in", label: "In" },
  { value: "at", label: "At" },
] as const;

interface WhenFieldProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  error?: string | null;
}

export function WhenField({ draft, onChange, error }: WhenFieldProps) {
  const at = Date.parse(draft.at);
  const now = useNow();
  return (
    <div role="group" aria-label="When">
      <p className="mb-1 text-xs font-medium">When</p>
      <div className="flex flex-wrap items-start gap-3">
        <Segmented label="When" options={OPTIONS} value={draft.when} onChange={(when) => onChange({ when })} />
        {draft.when === "in" && (
          <span className="flex gap-2">
            <Input aria-label="After how many" type="number" min={0} step="any" className="w-24" aria-invalid={error ? true : undefined} value={draft.delay} onChange={(event) => onChange({ delay: event.target.value })} />
            <Select<Unit> aria-label="Unit" className="w-32" options={Object.keys(UNITS).map((unit) => ({ value: unit as Unit, label: unit }))} value={draft.unit} onChange={(unit) => onChange({ unit })} />
          </span>
        )}
        {draft.when === "at" && (
          <TextField
            label={`By your clock, ${ZONE}`}
            type="datetime-local"
            step={1}
            value={draft.at}
            hint={Number.isNaN(at) ? undefined : `${format.moment(at)} · ${format.ago(at, now)}`}
            aria-invalid={error ? true : undefined}
            onChange={(event) => onChange({ at: event.target.value })}
          />
        )}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
