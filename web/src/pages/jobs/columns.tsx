// What a row of the jobs page shows.
import { Link } from "@tanstack/react-router";
import { StateBadge } from "~/components/state-badge";
import type { Column } from "~/components/table";
import { Duration, Time } from "~/components/time";
import * as format from "~/format";
import type { Job } from "~/services/jobs";

export const COLUMNS: readonly Column<Job>[] = [
  {
    key: "type",
    title: "Type",
    width: "minmax(9rem, 2fr)",
    phone: "main",
    cell: (job) => (
      <Link to="/jobs/$id" params={{ id: job.id }} className="font-medium hover:underline">
        {job.type}
      </Link>
    ),
  },
  { key: "status", title: "State", width: "8rem", phone: "side", cell: (job) => <StateBadge state={job.status} /> },
  {
    key: "id",
    title: "Id",
    width: "9rem",
    phone: "hidden",
    cell: (job) => (
      <code className="text-xs text-muted" title={job.id}>
        {format.shortId(job.id)}
      </code>
    ),
  },
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
  { key: "took", title: "Took", width: "7rem", align: "end", cell: (job) => <Duration ms={took(job)} /> },
  { key: "created_at", title: "Created", width: "10rem", align: "end", cell: (job) => <Time at={job.created_at} /> },
];

function took({ started_at, completed_at }: Job): number | null {
  return started_at && completed_at ? format.time(completed_at) - format.time(started_at) : null;
}
