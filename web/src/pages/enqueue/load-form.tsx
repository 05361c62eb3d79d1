// A demonstration: many jobs at once, a share of them failing, to see queues, workers and dead letters at work.
import { useNavigate } from "@tanstack/react-router";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Field, TextField } from "~/components/field";
import { JsonEditor } from "~/components/json-editor";
import * as format from "~/format";
import { useAct } from "~/hooks/use-act";
import * as jsonText from "~/lib/json-text";
import { random } from "~/lib/random";
import { LoadProgress } from "~/pages/enqueue/load-progress";
import { TypeField } from "~/pages/enqueue/type-field";
import * as enqueue from "~/services/enqueue";
import * as jobs from "~/services/jobs";
import * as loads from "~/services/loads";

const FAILING = "fail"; // the worker's own type for it, as `sleep` is for taking time
const PAYLOADS: Record<string, unknown> = { sleep: { seconds: 0.2 }, [FAILING]: { message: "failed, as the demonstration asked" } };
const MOST = enqueue.MOST_AT_ONCE;

export function LoadForm({ run }: { run: string | undefined }) {
  const navigate = useNavigate();
  const [type, setType] = useState("sleep");
  const [payload, setPayload] = useState(() => jsonText.tidy(PAYLOADS["sleep"]));
  const [count, setCount] = useState("100");
  const [share, setShare] = useState(20);
  const [fresh, setFresh] = useState(() => random(4));
  const start = useAct({
    act: (made: enqueue.NewJob[]) => enqueue.many(made, `load ${fresh}`),
    done: (made) => `${format.counted(made.length, "job")} enqueued`,
    changes: [jobs.KEY],
    quiet: true,
  });
  const reading = jsonText.read(payload);
  const total = Number(count);
  const isCount = Number.isInteger(total) && total >= 1 && total <= MOST;
  const failing = type === FAILING ? total : Math.round((total * share) / 100);

  const choose = (type: string) => {
    setType(type);
    setPayload(jsonText.tidy(PAYLOADS[type] ?? {}));
  };
  const go = async () => {
    if (!reading.ok) return;
    await start.mutateAsync(mixed(total, failing, { type, payload: reading.value }, fresh)).then(
      () => {
        setFresh(random(4));
        void navigate({ to: "/new", search: { way: "load", run: fresh } });
      },
      () => undefined, // told below
    );
  };

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title="Demonstration load">
        <div className="space-y-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TypeField value={type} onChange={choose} offered={["sleep", FAILING]} />
            <TextField
              label="How many"
              type="number"
              min={1}
              max={MOST}
              value={count}
              hint={`1 to ${MOST}`}
              error={isCount ? null : `a whole number from 1 to ${MOST}`}
              onChange={(event) => setCount(event.target.value)}
            />
          </div>
          <Field label="Payload of each">
            {(tied) => <JsonEditor {...tied} rows={4} value={payload} onChange={setPayload} />}
          </Field>
          {type !== FAILING && (
            <Field label="Share that fails" hint={isCount ? `${format.percent(share / 100)}: ${format.counted(failing, "job")} of the type ${FAILING}, which end as dead letters` : undefined}>
              {(tied) => <input {...tied} type="range" min={0} max={100} step={5} value={share} onChange={(event) => setShare(Number(event.target.value))} className="w-full accent-accent" />}
            </Field>
          )}
          {start.error && (
            <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 break-words text-bad">
              {ApiError.of(start.error).sentence}
            </p>
          )}
          <Button kind="primary" icon={Rocket} busy={start.isPending} disabled={!reading.ok || !isCount || !type} onClick={() => void go()}>
            {isCount ? `Enqueue ${format.counted(total, "job")}` : "Enqueue"}
          </Button>
        </div>
      </Card>
      {run && <LoadProgress key={run} run={run} />}
    </div>
  );
}

/** The jobs of a run, those that fail evenly among the others; they try once, so that the run comes to its end. */
function mixed(total: number, failing: number, job: enqueue.NewJob, run: string): enqueue.NewJob[] {
  const good = { ...job, tags: loads.tags(run) };
  const bad = { type: FAILING, payload: job.type === FAILING ? job.payload : PAYLOADS[FAILING], max_attempts: 1, tags: loads.tags(run) };
  return Array.from({ length: total }, (_, index) => (Math.floor(((index + 1) * failing) / total) > Math.floor((index * failing) / total) ? bad : good));
}
