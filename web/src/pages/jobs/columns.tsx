// What a row of the jobs page shows.
import { Link } from "@tanstack/react-router";
import { StateBadge } from "~/components/state-badge";
import type { Column } from "~/components/table";
import { Duration, Time } from "~/components/time";
import * as format from "~/format";
import type { Job } from "~/services/jobs";

export const COLUMNS: readonly Column<Job>[] = [
  { key: "type", title: "Job", width: "minmax(12rem, 5fr)", phone: "main", cell: (job) => <What job={job} /> },
  { key: "status", title: "State", width: "8rem", phone: "side", cell: (job) => <StateBadge state={job.status} /> },
  { key: "queue_name", title: "Queue", width: "minmax(6rem, 1fr)", cell: (job) => job.queue_name },
  {
    key: "attempts",
    title: "Attempts",
    width: "6rem",
    align: "end",
    cell: (job) => (
      <span className="figures">
        {job.attempts} of {job.max_attempts}
      </span>
    ),
  },
  { key: "took", title: "Took", width: "5.5rem", align: "end", phone: "hidden", cell: (job) => <Duration ms={took(job)} /> },
  {
    key: "finished_at",
    title: "Ended",
    width: "9rem",
    align: "end",
    phone: "hidden",
    sortable: true,
    cell: (job) => <Time at={job.completed_at} />,
  },
  {
    key: "created_at",
    title: "Created",
    width: "9rem",
    align: "end",
    phone: "side",
    sortable: true,
    cell: (job) => <Time at={job.created_at} />,
  },
];

/** Its type, and below that by what it is told apart: why it failed, how far it is, and its id. */
function What({ job }: { job: Job }) {
  const { error_message: error, progress } = job;
  const failed = job.status === "failed" || job.status === "dead";
  const said = failed ? error : job.status === "running" ? progress?.message : undefined;
  return (
    <div className="min-w-0 leading-5">
      <Link to="/jobs/$id" params={{ id: job.id }} className="block truncate font-medium hover:underline">
        {job.type}
      </Link>
      <div className="flex min-w-0 gap-x-2 text-xs leading-4 font-normal phone:flex-wrap">
        <code className="shrink-0 text-faint" title={job.id}>
          {format.shortId(job.id)}
        </code>
        {said && (
          <span title={said} className={`truncate phone:basis-full ${failed ? "text-bad" : "text-muted"}`}>
            {said}
          </span>
        )}
      </div>
    </div>
  );
}

function took({ started_at, completed_at }: Job): number | null {
  return started_at && completed_at ? format.time(completed_at) - format.time(started_at) : null;
}
