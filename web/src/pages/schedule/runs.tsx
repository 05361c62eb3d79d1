// What became of a schedule's newest slots.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { Card } from "~/components/card";
import { EmptyState } from "~/components/nothing-here";
import { Loaded } from "~/components/page";
import { Badge, StateBadge } from "~/components/state-badge";
import { type Column, Table } from "~/components/table";
import { Time } from "~/components/time";
import * as format from "~/format";
import { useFresh } from "~/pages/cron/use-fresh";
import { OUTCOMES } from "~/pages/cron/words";
import * as cron from "~/services/cron";

const COLUMNS: readonly Column<cron.Run>[] = [
  { key: "slot", title: "Slot", phone: "main", width: "10rem", cell: (run) => <Time at={run.scheduled_for} /> },
  { key: "exact", title: "Exactly", phone: "hidden", width: "minmax(12rem, 1fr)", cell: (run) => <span className="figures text-muted">{format.moment(run.scheduled_for)}</span> },
  { key: "outcome", title: "Outcome", phone: "side", width: "7rem", cell: (run) => <Outcome outcome={run.outcome} /> },
  { key: "job", title: "Job", width: "minmax(16rem, 2fr)", cell: (run) => <JobOrReason run={run} /> },
];

export function Runs({ id }: { id: string }) {
  const query = useQuery(cron.runs(id));
  useFresh(query.data?.map((run) => run.job_id) ?? []);
  return (
    <Card bare title="History" className="overflow-hidden">
      <Loaded query={query} what="The history could not be read">
        {(found) =>
          found.length === 0 ? (
            <EmptyState icon={History} title="It has not run yet">
              Each slot leaves a line here: the job that it made, or why there is none.
            </EmptyState>
          ) : (
            <Table label="History" columns={COLUMNS} rows={found} rowKey={(run) => `${run.scheduled_for} ${run.outcome} ${run.job_id}`} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Outcome({ outcome }: { outcome: cron.Run["outcome"] }) {
  const { label, tone, meaning } = OUTCOMES[outcome];
  return (
    <span title={meaning}>
      <Badge tone={tone}>{label}</Badge>
    </span>
  );
}

function JobOrReason({ run: { job_id: id, job_status: state, reason } }: { run: cron.Run }) {
  if (!id) return <span className="text-muted">{reason ?? "no job"}</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {state && <StateBadge state={state} />}
      {state ? (
        <Link to="/jobs/$id" params={{ id }} className="hover:underline">
          <code className="text-xs">{format.shortId(id)}</code>
        </Link>
      ) : (
        <span className="text-muted">its job is no longer kept</span>
      )}
    </span>
  );
}
