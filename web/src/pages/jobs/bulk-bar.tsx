// What can be done with the rows that are selected, or with all that match.
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Button, IconButton } from "~/components/button";
import { ConfirmDialog } from "~/components/dialog";
import * as format from "~/format";
import { BULK_ACTS, BULK_VERBS, within } from "~/pages/jobs/bulk-acts";
import type { BulkVerb, Filters, Job } from "~/services/jobs";
import * as jobs from "~/services/jobs";

/** Rows, or every job under the filters, shown or not. */
export type Chosen = { rows: readonly Job[] } | { filters: Filters };

interface BulkBarProps {
  chosen: Chosen;
  /** How many match in all: `12,345`, `100,000+`; null while that is not known, or where all of them are selected. */
  total: string | null;
  /** Another act is under way. */
  busy: boolean;
  onAll: () => void;
  onClear: () => void;
  onAct: (verb: BulkVerb, chosen: Chosen) => Promise<unknown>;
}

export function BulkBar({ chosen, total, busy, onAll, onClear, onAct }: BulkBarProps) {
  const everything = "filters" in chosen;
  return (
    <div
      role="toolbar"
      aria-label="With the selected jobs"
      className="sticky top-13 z-10 flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-accent bg-accent-soft px-4 py-2"
    >
      <span role="status" className="figures font-medium text-accent">
        {everything ? `All ${total ?? "jobs"} that match` : `${format.count(chosen.rows.length)} selected`}
      </span>
      {!everything && total && (
        <Button size="small" kind="quiet" className="text-accent underline" onClick={onAll}>
          Select all {total} that match
        </Button>
      )}
      <div className="flex flex-wrap items-center gap-1.5 md:ml-auto">
        {BULK_VERBS.map((verb) => {
          const meant = narrowed(chosen, verb);
          return meant && <Act key={verb} verb={verb} meant={meant} busy={busy} onAct={() => onAct(verb, meant)} />;
        })}
        <IconButton size="small" icon={X} label="Select nothing" onClick={onClear} />
      </div>
    </div>
  );
}

interface ActProps {
  verb: BulkVerb;
  meant: Chosen;
  busy: boolean;
  onAct: () => Promise<unknown>;
}

function Act({ verb, meant, busy, onAct }: ActProps) {
  const { label, icon, means, danger } = BULK_ACTS[verb];
  const count = "rows" in meant ? format.counted(meant.rows.length, "job") : "all that match";
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" icon={icon} disabled={busy}>
          {label}
          {"rows" in meant && <span className="figures text-muted">{format.count(meant.rows.length)}</span>}
        </Button>
      }
      title={`${label} ${count}?`}
      verb={`${label} them`}
      danger={danger}
      onConfirm={onAct}
    >
      {"filters" in meant && <HowMany filters={meant.filters} />}
      <p>{means}</p>
    </ConfirmDialog>
  );
}

/** Counted when the question is asked: in the states that the act is for. */
function HowMany({ filters }: { filters: Filters }) {
  const { data, isError } = useQuery(jobs.total(filters, true));
  return (
    <p className="mb-1.5 font-medium text-text" aria-busy={!data && !isError}>
      {data ? `${format.counted(data.total_count, "job")}${data.total_is_exact ? "" : " or more"}.` : isError ? "They could not be counted." : "Counting them…"}
    </p>
  );
}

/** Those of them that an act is for; null: none. */
function narrowed(chosen: Chosen, verb: BulkVerb): Chosen | null {
  if ("rows" in chosen) {
    const rows = chosen.rows.filter((job) => BULK_ACTS[verb].states.includes(job.status));
    return rows.length ? { rows } : null;
  }
  const filters = within(chosen.filters, verb);
  return filters && { filters };
}
