// What a worker runs just now, the longest first: a job that hangs is seen at once.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Badge } from "~/components/state-badge";
import { Duration } from "~/components/time";
import * as format from "~/format";
import { useNow } from "~/hooks/use-now";
import type { Worker } from "~/services/workers";

type Running = NonNullable<Worker["jobs"]>[number];

const FEW = 5;

export function RunningJobs({ jobs }: { jobs: readonly Running[] }) {
  const [whole, setWhole] = useState(false);
  const now = useNow();
  const sorted = [...jobs].sort((a, b) => began(a, now) - began(b, now) || a.id.localeCompare(b.id));
  const shown = whole ? sorted : sorted.slice(0, FEW);
  return (
    <div className="rounded-lg bg-sunken px-3 py-2">
      <ul aria-label="Runs now" className="space-y-1">
        {shown.map((job) => (
          <li key={job.id} className="flex items-center justify-between gap-3">
            <Link to="/jobs/$id" params={{ id: job.id }} className="min-w-0 truncate font-medium hover:underline" title={job.id}>
              {job.type}
            </Link>
            <span className="flex shrink-0 items-center gap-2 text-xs text-muted">
              {job.attempt !== undefined && job.attempt > 1 && <Badge tone="warn">attempt {job.attempt}</Badge>}
              {job.since && (
                <span title={`since ${format.moment(job.since)}`}>
                  for <Duration ms={Math.max(0, Math.floor((now - format.time(job.since)) / 1000) * 1000)} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {jobs.length > shown.length && (
        <button type="button" className="mt-1 text-xs text-accent underline underline-offset-2" onClick={() => setWhole(true)}>
          and {jobs.length - shown.length} more
        </button>
      )}
    </div>
  );
}

function began({ since }: Running, now: number): number {
  return since ? format.time(since) : now;
}
