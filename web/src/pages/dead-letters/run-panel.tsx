// What a long act has done so far, what its canary does, and what a person may say next.
import { useQueryClient } from "@tanstack/react-query";
import { CircleStop, Play, X } from "lucide-react";
import { useEffect } from "react";
import { Button, IconButton } from "~/components/button";
import { Progress } from "~/components/progress";
import * as format from "~/format";
import { Canary } from "~/pages/dead-letters/canary";
import { type Run, runner, useRun } from "~/pages/dead-letters/run";
import * as deadLetters from "~/services/dead-letters";

const DOING = { requeue: "Requeueing", drop: "Dropping" };
const DONE = { requeue: "requeued", drop: "dropped" };

export function RunPanel() {
  const run = useRun();
  const client = useQueryClient();
  const done = run?.done ?? 0;
  useEffect(() => {
    if (done > 0) void client.invalidateQueries({ queryKey: deadLetters.KEY });
  }, [client, done]);
  if (!run) return null;
  return (
    <section aria-label="Progress" className="card mb-4 animate-appear p-4">
      <header className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold">{title(run)}</h2>
          <p className="truncate text-muted" title={run.batch.what}>
            {run.batch.what}
          </p>
        </div>
        {!runner.isUnderWay() && <IconButton icon={X} size="small" label="Close" onClick={runner.dismiss} />}
      </header>
      {run.phase === "canary" && run.canary ? <Canary id={run.canary} run={run} /> : <Bulk run={run} />}
      {run.deferred && <p className="mt-2 text-warn">Redis is away: the fresh jobs are safe, and are put in line when it returns.</p>}
    </section>
  );
}

function title({ act, phase, done, batch }: Run): string {
  if (phase === "canary") return "A canary went first";
  if (phase === "working" || phase === "stopping") return `${DOING[act]} ${format.counted(batch.count, "dead letter")}`;
  return `${format.counted(done, "dead letter")} ${DONE[act]}`;
}

function Bulk({ run }: { run: Run }) {
  const { act, phase, done, remaining, problem } = run;
  const isOver = phase === "finished";
  return (
    <div className="mt-3 space-y-3">
      <Progress
        value={done / Math.max(1, done + remaining)}
        label={`${DOING[act]} dead letters`}
        tone={phase === "failed" ? "bad" : isOver ? "good" : "accent"}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="figures text-muted">
          {format.count(done)} {DONE[act]}
          {isOver ? ", none is left." : `, ${format.count(remaining)} to go.`}
        </p>
        <Acts run={run} />
      </div>
      {problem && (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

function Acts({ run }: { run: Run }) {
  const { phase, remaining } = run;
  if (phase === "working" || phase === "stopping")
    return (
      <Button size="small" icon={CircleStop} busy={phase === "stopping"} onClick={runner.stop}>
        Stop
      </Button>
    );
  if (phase === "finished" || remaining === 0) return null;
  return (
    <Button size="small" icon={Play} onClick={() => void runner.goOn()}>
      Go on with {format.count(remaining)}
    </Button>
  );
}
