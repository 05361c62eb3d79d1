// Live: what happens to jobs, as it happens.
import { Link } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { useState } from "react";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { StateBadge } from "~/components/state-badge";
import { type Column, Table } from "~/components/table";
import { Time } from "~/components/time";
import type { LiveEvent } from "~/live/stream";
import { useLiveEvents } from "~/live/use-live";

type JobEvent = Extract<LiveEvent, { job_id: string }>;

const MOST = 500; // events that are kept: older ones leave

const COLUMNS: readonly Column<JobEvent>[] = [
  { key: "state", title: "Event", phone: "side", width: "8rem", cell: (event) => <StateBadge state={event.payload.job.status} /> },
  {
    key: "type",
    title: "Job",
    phone: "main",
    width: "minmax(9rem, 2fr)",
    cell: (event) => (
      <Link to="/jobs/$id" params={{ id: event.job_id }} className="font-medium hover:underline">
        {event.job_type}
      </Link>
    ),
  },
  { key: "cause", title: "Cause", width: "8rem", cell: (event) => event.payload.cause },
  { key: "queue", title: "Queue", width: "minmax(6rem, 1fr)", cell: (event) => event.payload.job.queue_name },
  { key: "ts", title: "When", width: "10rem", align: "end", cell: (event) => <Time at={event.ts} /> },
];

export default function LivePage() {
  const [events, setEvents] = useState<readonly JobEvent[]>([]);
  useLiveEvents((event) => {
    if ("job_id" in event) setEvents((known) => [event, ...known].slice(0, MOST));
  });
  return (
    <Page title="Live" about="Every change of every job, newest first, since this page was opened.">
      <div className="card overflow-hidden">
        {events.length === 0 ? (
          <EmptyState icon={Activity} title="Listening">
            The next thing that happens to a job appears here.
          </EmptyState>
        ) : (
          <Table label="Events" columns={COLUMNS} rows={events} rowKey={(event) => event.id} />
        )}
      </div>
    </Page>
  );
}
