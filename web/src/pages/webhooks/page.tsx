// Webhooks: which addresses are told what.
import { useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { EmptyState } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { type Column, Table } from "~/components/table";
import { Time } from "~/components/time";
import * as webhooks from "~/services/webhooks";

const COLUMNS: readonly Column<webhooks.Webhook>[] = [
  { key: "url", title: "Address", phone: "main", width: "minmax(12rem, 3fr)", cell: (hook) => <span className="font-medium">{hook.url}</span> },
  {
    key: "enabled",
    title: "Status",
    phone: "side",
    width: "7rem",
    cell: (hook) => (hook.enabled ? <Badge tone="good">on</Badge> : <Badge tone="warn">disabled</Badge>),
  },
  { key: "events", title: "Events", width: "minmax(9rem, 2fr)", cell: (hook) => hook.events.join(", ") },
  { key: "created", title: "Created", width: "10rem", align: "end", cell: (hook) => <Time at={hook.created_at} /> },
];

export default function WebhooksPage() {
  const query = useQuery(webhooks.list());
  return (
    <Page title="Webhooks" about="Other services that are told when something happens to a job.">
      <div className="card overflow-hidden">
        <Loaded query={query} what="The webhooks could not be read">
          {({ data: found }) =>
            found.length === 0 ? (
              <EmptyState icon={Webhook} title="Nobody is told yet">
                Make a webhook by <code>POST /api/v1/webhooks</code> with the address that should hear of your jobs.
              </EmptyState>
            ) : (
              <Table label="Webhooks" columns={COLUMNS} rows={found} rowKey={(hook) => hook.id} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
