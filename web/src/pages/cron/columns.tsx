// What a row of the cron page shows.
import { Link } from "@tanstack/react-router";
import { Badge, StateBadge } from "~/components/state-badge";
import type { Column } from "~/components/table";
import { Time } from "~/components/time";
import { Hold, RunNow } from "~/pages/cron/acts";
import type { Schedule } from "~/services/cron";

const COLUMNS: readonly Column<Schedule>[] = [
  {
    key: "name",
    title: "Name",
    phone: "main",
    width: "minmax(9rem, 1.5fr)",
    cell: (one) => (
      <Link to="/cron/$id" params={{ id: one.id }} className="font-medium hover:underline">
        {one.name}
      </Link>
    ),
  },
  { key: "enabled", title: "Status", phone: "side", width: "6rem", cell: (one) => <OnOrPaused enabled={one.enabled} /> },
  {
    key: "when",
    title: "When",
    phone: "whole",
    width: "minmax(13rem, 3fr)",
    cell: (one) => (
      <div className="min-w-0" title={one.description ?? undefined}>
        <div className="truncate">{one.description ?? "This service does not know its time zone any more"}</div>
        <div className="truncate text-xs text-muted">
          <code>{one.cron_expression}</code> · {one.time_zone}
        </div>
      </div>
    ),
  },
  { key: "next", title: "Next run", width: "9rem", cell: (one) => <Time at={one.next_run_at} /> },
  { key: "last", title: "Last run", width: "14rem", cell: (one) => <LastRun schedule={one} /> },
];

const ACTS: Column<Schedule> = {
  key: "acts",
  title: "Acts",
  phone: "acts",
  width: "5.5rem",
  align: "end",
  cell: (one) => (
    <>
      <RunNow small schedule={one} />
      <Hold small schedule={one} />
    </>
  ),
};

/** With buttons for whoever may press them. */
export function columns(mayManage: boolean): readonly Column<Schedule>[] {
  return mayManage ? [...COLUMNS, ACTS] : COLUMNS;
}

export function OnOrPaused({ enabled }: { enabled: boolean }) {
  return enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">paused</Badge>;
}

/** When, and how its job stands, which leads there. */
function LastRun({ schedule }: { schedule: Schedule }) {
  const { last_run_at: at, last_job_id: id, last_job_status: state } = schedule;
  return (
    <span className="inline-flex items-center gap-2">
      {id && state && (
        <Link to="/jobs/$id" params={{ id }}>
          <StateBadge state={state} />
        </Link>
      )}
      <Time at={at} />
    </span>
  );
}
