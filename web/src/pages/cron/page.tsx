// Schedules: jobs that are made by the clock.
import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { EmptyState } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { type Column, Table } from "~/components/table";
import { Time } from "~/components/time";
import * as cron from "~/services/cron";

const COLUMNS: readonly Column<cron.Schedule>[] = [
  { key: "name", title: "Name", phone: "main", width: "minmax(9rem, 2fr)", cell: (one) => <span className="font-medium">{one.name}</span> },
  {
    key: "enabled",
    title: "Status",
    phone: "side",
    width: "6rem",
    cell: (one) => (one.enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">paused</Badge>),
  },
  { key: "expression", title: "When", width: "9rem", cell: (one) => <code>{one.cron_expression}</code> },
  { key: "zone", title: "Zone", width: "9rem", cell: (one) => one.time_zone },
  { key: "type", title: "Type", width: "minmax(7rem, 1fr)", cell: (one) => one.job_type },
  { key: "next", title: "Next run", width: "9rem", align: "end", cell: (one) => <Time at={one.next_run_at} /> },
  { key: "last", title: "Last run", width: "9rem", align: "end", cell: (one) => <Time at={one.last_run_at} /> },
];

export default function CronPage() {
  const query = useQuery(cron.list());
  return (
    <Page title="Cron" about="Each slot of a schedule makes one job, whoever is there.">
      <div className="card overflow-hidden">
        <Loaded query={query} what="The schedules could not be read">
          {({ data: found }) =>
            found.length === 0 ? (
              <EmptyState icon={CalendarClock} title="No schedule yet">
                A schedule makes jobs by the clock: make one by <code>POST /api/v1/cron</code>.
              </EmptyState>
            ) : (
              <Table label="Schedules" columns={COLUMNS} rows={found} rowKey={(one) => one.id} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
