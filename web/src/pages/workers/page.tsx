// Workers: who is there to run jobs.
import { useQuery } from "@tanstack/react-query";
import { Cpu } from "lucide-react";
import { EmptyState } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { type Column, Table } from "~/components/table";
import { Count, Time } from "~/components/time";
import * as format from "~/format";
import * as workers from "~/services/workers";

const COLUMNS: readonly Column<workers.Worker>[] = [
  {
    key: "id",
    title: "Worker",
    phone: "main",
    width: "minmax(10rem, 2fr)",
    cell: (worker) => <code title={worker.id}>{worker.host ? `${worker.host}:${worker.pid}` : format.shortId(worker.id)}</code>,
  },
  { key: "status", title: "Status", phone: "side", width: "6rem", cell: (worker) => <Badge tone="good">{worker.status}</Badge> },
  { key: "kind", title: "Kind", width: "6rem", cell: (worker) => worker.kind },
  { key: "slots", title: "Slots", width: "5rem", align: "end", cell: (worker) => <Count value={worker.concurrency} /> },
  { key: "done", title: "Done", width: "6rem", align: "end", cell: (worker) => <Count value={worker.jobs_done} /> },
  { key: "failed", title: "Failed", width: "6rem", align: "end", cell: (worker) => <Count value={worker.jobs_failed} /> },
  { key: "seen", title: "Last seen", width: "9rem", align: "end", cell: (worker) => <Time at={worker.last_seen} /> },
];

export default function WorkersPage() {
  const query = useQuery(workers.list());
  return (
    <Page title="Workers" about="Processes that run jobs, as they last described themselves.">
      <div className="card overflow-hidden">
        <Loaded query={query} what="The workers could not be read">
          {(found) =>
            found.length === 0 ? (
              <EmptyState icon={Cpu} title="No worker is there">
                Jobs are accepted and wait. Start one with <code>python -m worker</code>.
              </EmptyState>
            ) : (
              <Table label="Workers" columns={COLUMNS} rows={found} rowKey={(worker) => worker.id} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
