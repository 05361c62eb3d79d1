// What a long act has done so far, what its canary does, and what a person may say next.
import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import { ActPanel } from "~/components/act-panel";
import { IconButton } from "~/components/button";
import * as format from "~/format";
import { Canary } from "~/pages/dead-letters/canary";
import { DONE, type Run, runner, useRun } from "~/pages/dead-letters/run";
import * as deadLetters from "~/services/dead-letters";

const DOING = { requeue: "Requeueing", drop: "Dropping" };

export function RunPanel() {
  const run = useRun();
  const client = useQueryClient();
  const done = run?.done ?? 0;
  useEffect(() => {
    if (done > 0) void client.invalidateQueries({ queryKey: deadLetters.KEY });
  }, [client, done]);
  if (!run) return null;
  return run.canary ? <CanaryPanel id={run.canary} run={run} /> : <Bulk run={run} />;
}

function CanaryPanel({ id, run }: { id: string; run: Run }) {
  return (
    <section aria-label="Progress" className="card mb-3 animate-appear p-4">
      <header className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold">A canary went first</h2>
          <p className="truncate text-muted" title={run.batch.what}>
            {run.batch.what}
          </p>
        </div>
        <IconButton icon={X} size="small" label="Close" onClick={runner.dismiss} />
      </header>
      <Canary id={id} run={run} />
      {run.deferred && <Deferred />}
    </section>
  );
}

function Bulk({ run }: { run: Run }) {
  const { act, batch, done, remaining } = run;
  return (
    <ActPanel
      label="Progress"
      act={runner}
      standing={run}
      about={batch.what}
      doing={DOING[act]}
      met={done}
      all={format.counted(done + remaining, "dead letter")}
      done={`${format.counted(done, "dead letter")} ${DONE[act]}, none is left`}
      share={done / Math.max(1, done + remaining)}
    >
      {run.deferred && <Deferred />}
    </ActPanel>
  );
}

function Deferred() {
  return <p className="mt-2 text-warn">Redis is away: the fresh jobs are safe, and are put in line when it returns.</p>;
}
