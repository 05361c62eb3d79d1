// What there is to know of a job beside its values: where it stands, whose it is, and what it is tied to.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Card } from "~/components/card";
import { Time } from "~/components/time";
import * as format from "~/format";
import { WorkerLink } from "~/pages/workers/worker-link";
import type { Job } from "~/services/jobs";

const LINK = "text-accent hover:underline";

export function Facts({ job }: { job: Job }) {
  const schedule = job.tags?.["schedule"];
  return (
    <Card title="Facts">
      <dl className="space-y-2.5">
        <Fact name="Queue">
          <Link to="/jobs" search={{ queue: job.queue_name }} className={LINK}>
            {job.queue_name}
          </Link>
        </Fact>
        <Fact name="Priority">{job.priority}</Fact>
        <Fact name="Attempts">
          {job.attempts} of {job.max_attempts}
        </Fact>
        {!!job.crash_count && (
          <Fact name="Crashes">
            <span className="text-bad">{format.counted(job.crash_count, "process", "processes")} died</span>
          </Fact>
        )}
        {job.timeout_seconds !== undefined && <Fact name="Timeout">{format.duration(job.timeout_seconds * 1000)} an attempt</Fact>}
        <Fact name="Created">
          <Time at={job.created_at} />
        </Fact>
        <Fact name="Due">
          <Time at={job.scheduled_at} />
        </Fact>
        {job.started_at && (
          <Fact name="Started">
            <Time at={job.started_at} />
          </Fact>
        )}
        {job.completed_at && (
          <Fact name="Ended">
            <Time at={job.completed_at} />
          </Fact>
        )}
        {job.expires_at && (
          <Fact name="Kept until">
            <Time at={job.expires_at} />
          </Fact>
        )}
        {job.worker_id && (
          <Fact name={job.status === "running" ? "Worker" : "Last worker"}>
            <WorkerLink id={job.worker_id} />
          </Fact>
        )}
        {job.enqueued_by && <Fact name="Enqueued by">{job.enqueued_by}</Fact>}
        {schedule && (
          <Fact name="Schedule">
            <Link to="/cron/$id" params={{ id: schedule }} className={LINK}>
              See it
            </Link>
          </Fact>
        )}
        {job.requeued_from && (
          <Fact name="Made from">
            <JobLink id={job.requeued_from} />
          </Fact>
        )}
        {job.requeued_as && (
          <Fact name="Requeued as">
            <JobLink id={job.requeued_as} />
          </Fact>
        )}
        <Fact name="Tags">{job.tags && Object.keys(job.tags).length > 0 ? <Tags tags={job.tags} /> : <span className="text-faint">none</span>}</Fact>
      </dl>
    </Card>
  );
}

function Tags({ tags }: { tags: Record<string, string> }) {
  return (
    <ul className="flex flex-wrap justify-end gap-1">
      {Object.entries(tags).map(([name, value]) => (
        <li key={name} className="min-w-0">
          {findable(name, value) ? (
            <Link to="/jobs" search={{ tags: `${name}:${value}` }} className={`${TAG} hover:bg-hover`}>
              {name}: {value}
            </Link>
          ) : (
            <span className={TAG}>
              {name}: {value}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const TAG = "inline-block max-w-full rounded-md border bg-sunken px-1.5 py-0.5 text-xs break-words";

/** The filter of lists parts tags by commas, and a name from its value by the first colon. */
function findable(name: string, value: string): boolean {
  return !name.includes(":") && !`${name}${value}`.includes(",");
}

function JobLink({ id }: { id: string }) {
  return (
    <Link to="/jobs/$id" params={{ id }} title={id} className={LINK}>
      <code className="text-xs">{format.shortId(id)}</code>
    </Link>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="figures min-w-0 text-right break-words">{children}</dd>
    </div>
  );
}
