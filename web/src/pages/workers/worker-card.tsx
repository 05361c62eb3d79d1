// One worker as a card: how full it is, what it runs, whether it still beats, and of which making it is.
import { HeartPulse } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { CopyButton } from "~/components/copy-button";
import { Progress } from "~/components/progress";
import { Badge } from "~/components/state-badge";
import { Count, Time } from "~/components/time";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import { RunningJobs } from "~/pages/workers/running-jobs";
import { Words } from "~/pages/workers/words";
import type { Worker } from "~/services/workers";

interface WorkerCardProps {
  worker: Worker;
  /** Of another version than the one that started last. */
  old: boolean;
  /** It is the one that a link led to. */
  meant?: boolean;
}

const KIND = { threads: "process", http: "HTTP" };
const LATE = { threads: 15, http: 90 }; // seconds without a sign of life; a process beats every 5, HTTP may wait in a lease

export function WorkerCard({ worker, old, meant }: WorkerCardProps) {
  const { id, kind, host, pid, version } = worker;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (meant) card.current?.scrollIntoView({ block: "center" });
  }, [meant]);
  return (
    <section
      ref={card}
      aria-label={[nameOf(worker), pid !== undefined && `pid ${pid}`].filter(Boolean).join(", ")}
      aria-current={meant || undefined}
      className="card flex h-full min-w-0 flex-col aria-[current]:outline-2 aria-[current]:outline-accent"
    >
      <header className="flex min-h-12 items-center justify-between gap-2 border-b px-4 py-2">
        <div className="min-w-0">
          <h2 className="truncate font-semibold" title={host}>
            {nameOf(worker)}
          </h2>
          <p className="flex items-center text-xs text-muted">
            <span className="truncate">
              {pid !== undefined && `pid ${pid}, `}
              <code title={id}>{format.shortId(id)}</code>
            </span>
            <CopyButton text={id} label="Copy the worker's id" />
          </p>
        </div>
        <div className="flex shrink-0 flex-wrap justify-end gap-1">
          <Badge>{KIND[kind]}</Badge>
          {version && (
            <span title={old ? "another version than the worker of its kind that started last" : "version"}>
              <Badge tone={old ? "warn" : "calm"}>{version}</Badge>
            </span>
          )}
        </div>
      </header>
      <div className="flex flex-1 flex-col gap-3 p-4">
        <Slots worker={worker} />
        {worker.jobs && worker.jobs.length > 0 && <RunningJobs jobs={worker.jobs} />}
        <Facts worker={worker} />
      </div>
    </section>
  );
}

/** Its machine, which the operator alone sees; others see its id. */
function nameOf({ host, id }: Worker): string {
  return host ?? format.shortId(id);
}

function Slots({ worker: { slots, busy } }: { worker: Worker }) {
  if (slots === undefined) return busy === undefined ? null : <p>{format.counted(busy, "job")} under way</p>;
  if (busy === undefined) return <p>{format.counted(slots, "slot")}</p>;
  return (
    <div>
      <p className="mb-1.5 flex items-baseline justify-between gap-2">
        <span className="text-muted">Slots</span>
        <span className="figures font-medium">
          {format.count(busy)} of {format.count(slots)} busy
        </span>
      </p>
      <Progress value={slots > 0 ? busy / slots : 0} label="Slots that are busy" tone={slots > 0 && busy >= slots ? "warn" : "accent"} />
    </div>
  );
}

function Facts({ worker }: { worker: Worker }) {
  const { kind, heartbeat_age_seconds: age, last_seen, started_at, jobs_done, jobs_failed, queues, types } = worker;
  const late = age > LATE[kind];
  return (
    <dl className="mt-auto grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
      <Fact name="Heartbeat">
        <span className={classes("inline-flex items-center gap-1.5 font-medium", late ? "text-bad" : "text-good")}>
          <HeartPulse aria-hidden className="size-3.5" />
          <Time at={last_seen} />
          {late && "late"}
        </span>
      </Fact>
      {started_at && (
        <Fact name="Started">
          <Time at={started_at} />
        </Fact>
      )}
      {jobs_done !== undefined && (
        <Fact name="Since then">
          <Count value={jobs_done} /> done,{" "}
          <span className={jobs_failed ? "text-warn" : undefined}>
            <Count value={jobs_failed} /> failed
          </span>
        </Fact>
      )}
      {queues && (
        <Fact name="Queues">
          <Words words={queues} all="every queue" none="none" />
        </Fact>
      )}
      {types && (
        <Fact name="Types">
          <Words words={types} all="any type" none="none" />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-right">{children}</dd>
    </>
  );
}
