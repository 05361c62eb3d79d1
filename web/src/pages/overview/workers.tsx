// How busy the workers are; of one that was named when the page was built, what it says itself.
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { WORKER_URL } from "~/api/address";
import { Card } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Progress } from "~/components/progress";
import { Badge } from "~/components/state-badge";
import * as format from "~/format";
import { Itself } from "~/pages/workers/itself";
import type { Summary } from "~/services/workers";

export function Workers({ query }: { query: UseQueryResult<Summary> }) {
  const found = query.data;
  if (!found && query.isError) return null;
  return (
    <Card
      title="Workers"
      acts={
        <Link to="/workers" className="text-xs text-muted underline-offset-4 hover:underline">
          Who runs what
        </Link>
      }
    >
      {!found ? (
        <div aria-busy="true" aria-label="Loading" role="status">
          <Skeleton className="h-16" />
        </div>
      ) : (
        <Busy found={found} />
      )}
      {WORKER_URL && <Itself brief url={WORKER_URL} />}
    </Card>
  );
}

export function Busy({ found }: { found: Summary }) {
  if (found.workers === 0)
    return (
      <p>
        <span className="font-medium text-warn">No worker is there.</span>{" "}
        <span className="text-muted">
          Jobs are accepted and wait. Start one: <code className="text-xs">HANDLERS=your_jobs:handlers python -m worker</code>
        </span>
      </p>
    );
  const { busy, slots } = found;
  const full = slots > 0 && busy >= slots;
  return (
    <>
      <p className="flex items-baseline gap-2">
        <span className="figures text-xl font-semibold tracking-tight">
          {format.count(busy)} <span className="font-normal text-muted">of {format.count(slots)}</span>
        </span>{" "}
        <span className="text-muted">slots busy</span>
        {full && <Badge tone="warn">all busy</Badge>}
      </p>
      <div className="my-2">
        <Progress value={slots ? busy / slots : 0} label="Slots that are busy" tone={full ? "warn" : "accent"} />
      </div>
      <p className="text-xs text-muted">
        {format.counted(found.workers, "worker")}; since {found.workers === 1 ? "it" : "they"} began {format.counted(found.jobs_done, "job")} done,{" "}
        {format.counted(found.jobs_failed, "failed attempt")}
      </p>
    </>
  );
}
