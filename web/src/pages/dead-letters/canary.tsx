// The one that was requeued first: it is watched until it ends, and then the others go, or stay.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/button";
import { StateBadge } from "~/components/state-badge";
import { Time } from "~/components/time";
import * as format from "~/format";
import { type Run, runner } from "~/pages/dead-letters/run";
import * as jobs from "~/services/jobs";
import { LOOK, type State } from "~/states";

const EVERY = 3_000; // ms: for when no event tells of it

export function Canary({ id, run }: { id: string; run: Run }) {
  const { data: job } = useQuery({
    ...jobs.show(id),
    refetchInterval: ({ state }) => (state.data && LOOK[state.data.status].final ? false : EVERY),
  });
  const state = job?.status ?? "pending";
  return (
    <div className="mt-3 space-y-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1" role="status">
        <StateBadge state={state} />
        <Link to="/jobs/$id" params={{ id }} className="text-accent underline underline-offset-2">
          {job ? `${job.type} ${format.shortId(id)}` : format.shortId(id)}
        </Link>
        <span className="min-w-0 text-muted">{SAYS[state](job)}</span>
      </div>
      {job?.error_message && state !== "completed" && (
        <pre className="max-h-32 overflow-auto rounded-lg bg-bad-soft px-3 py-2 text-xs whitespace-pre-wrap text-bad" tabIndex={0}>
          {job.error_message}
        </pre>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button size="small" onClick={runner.dismiss}>
          {run.remaining === 0 ? "Done" : "Stop here"}
        </Button>
        {run.remaining > 0 && (
          <Button size="small" kind={state === "completed" ? "primary" : "plain"} icon={Play} onClick={() => void runner.sendOthers()}>
            Requeue the other {format.count(run.remaining)}
            {state !== "completed" && " anyway"}
          </Button>
        )}
      </div>
    </div>
  );
}

const SAYS: Record<State, (job: jobs.Job | undefined) => ReactNode> = {
  scheduled: () => "It waits for its time.",
  pending: () => "It waits in line. If that takes long: its page says why.",
  running: (job) => `A worker runs it${job && job.attempts > 1 ? `, attempt ${job.attempts} of ${job.max_attempts}` : ""}.`,
  failed: (job) => (
    <>
      Attempt {job?.attempts} of {job?.max_attempts} failed; the next one is due <Time at={job?.scheduled_at} />.
    </>
  ),
  completed: () => "It came through.",
  dead: () => "It died again: what killed the others is still there.",
  cancelled: () => "Somebody cancelled it.",
};
