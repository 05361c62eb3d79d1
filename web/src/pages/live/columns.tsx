// What a row of the feed shows.
import { Link } from "@tanstack/react-router";
import { Unplug } from "lucide-react";
import { Progress } from "~/components/progress";
import type { Column } from "~/components/table";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import type { Entry, JobEvent } from "~/pages/live/feed";
import { WorkerLink } from "~/pages/workers/worker-link";
import { EVENT_LOOK, type Event } from "~/pages/live/look";

export const COLUMNS: readonly Column<Entry>[] = [
  { key: "at", title: "When", width: "7.5rem", phone: "line", cell: ({ event }) => <Clock at={event.ts} /> },
  { key: "kind", title: "Event", width: "8.5rem", phone: "side", cell: ({ event }) => (event.type === "gap" ? <Hole /> : <EventBadge kind={event.type} />) },
  { key: "what", title: "Job", width: "minmax(9rem, 1.2fr)", phone: "main", cell: (entry) => <What entry={entry} /> },
  { key: "detail", title: "What happened", phone: "whole", width: "minmax(12rem, 3fr)", cell: ({ event }) => <Detail event={event} /> },
  { key: "queue", title: "Queue", width: "minmax(5rem, 1fr)", phone: "line", cell: ({ event }) => ("job_id" in event ? event.payload.job.queue_name : null) },
  { key: "attempt", title: "Attempt", width: "5rem", align: "end", phone: "hidden", cell: ({ event }) => ("job_id" in event ? <span className="figures">{event.payload.job.attempts}</span> : null) },
];

export function EventBadge({ kind }: { kind: Event }) {
  const { icon: Icon, label, badge } = EVENT_LOOK[kind];
  return (
    <span className={classes("inline-flex h-5.5 items-center gap-1 rounded-full px-2 text-xs font-medium", badge)}>
      <Icon aria-hidden className="size-3" />
      {label}
    </span>
  );
}

function Hole() {
  return (
    <span className="inline-flex h-5.5 items-center gap-1 rounded-full bg-bad-soft px-2 text-xs font-medium text-bad">
      <Unplug aria-hidden className="size-3" />
      Gap
    </span>
  );
}

function What({ entry: { event } }: { entry: Entry }) {
  if (event.type === "gap") return <span className="text-muted">Events are missing here</span>;
  if (event.type === "worker.heartbeat")
    return (
      <WorkerLink id={event.worker_id} className="">
        {format.shortId(event.worker_id)}
      </WorkerLink>
    );
  return (
    <Link to="/jobs/$id" params={{ id: event.job_id }} className="font-medium hover:underline">
      {event.job_type}
    </Link>
  );
}

function Detail({ event }: Pick<Entry, "event">) {
  if (event.type === "gap") return <span className="text-muted">{event.payload.message}</span>;
  if (event.type === "worker.heartbeat") return <span className="text-muted">the worker is alive</span>;
  return <OfJob event={event} />;
}

function OfJob({ event: { type, payload, worker_id: worker } }: { event: JobEvent }) {
  const { job, cause } = payload;
  if (type === "job.progress" && job.progress)
    return (
      <span className="inline-flex w-full items-center gap-2 align-middle max-md:w-auto max-md:max-w-full">
        <span className="w-20 shrink-0">
          <Progress value={job.progress.fraction} label="How far it is" />
        </span>
        <span className="figures shrink-0 text-xs">{format.percent(job.progress.fraction)}</span>
        <span className="truncate text-muted">{job.progress.message}</span>
      </span>
    );
  if ((type === "job.failed" || type === "job.dead") && job.error_message)
    return (
      <span className="font-mono text-xs text-bad" title={job.error_message}>
        {job.error_message}
      </span>
    );
  return (
    <span className="text-muted" title={worker}>
      {CAUSES[cause]}
      {worker && type === "job.started" && (
        <>
          {" by "}
          <WorkerLink id={worker} className="">
            {format.shortId(worker)}
          </WorkerLink>
        </>
      )}
    </span>
  );
}

const CAUSES: Record<JobEvent["payload"]["cause"], string> = {
  enqueued: "a new job",
  started: "taken",
  progress: "goes on",
  completed: "an attempt succeeded",
  failed: "another attempt is due",
  dead: "failed for good",
  cancelled: "stopped",
  released: "given back unharmed, waits again",
  crashed: "its process died, waits again",
  promoted: "its time has come",
  snapshot: "said again by a repair",
};

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

/** By the clock, as logs are: relative times of a feed would all say `just now`. */
function Clock({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={format.moment(at)} className="figures text-xs whitespace-nowrap text-muted">
      {clock.format(at)}
    </time>
  );
}
