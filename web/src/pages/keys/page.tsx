// Keys: who may call the service for this tenant.
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { EmptyState } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { type Column, Table } from "~/components/table";
import { Time } from "~/components/time";
import * as format from "~/format";
import { useNow } from "~/hooks/use-now";
import * as keys from "~/services/keys";

const COLUMNS: readonly Column<keys.Key>[] = [
  { key: "name", title: "Name", phone: "main", width: "minmax(9rem, 2fr)", cell: (key) => <span className="font-medium">{key.name}</span> },
  { key: "status", title: "Status", phone: "side", width: "7rem", cell: (key) => <Status held={key} /> },
  { key: "prefix", title: "Begins with", width: "minmax(10rem, 1fr)", cell: (key) => <code>{key.key_prefix}</code> },
  { key: "kind", title: "Kind", width: "6rem", cell: (key) => key.kind },
  { key: "used", title: "Last used", width: "9rem", align: "end", cell: (key) => <Time at={key.last_used_at} /> },
  { key: "expires", title: "Expires", width: "9rem", align: "end", cell: (key) => <Time at={key.expires_at} /> },
];

function Status({ held }: { held: keys.Key }) {
  const now = useNow();
  if (held.revoked_at) return <Badge tone="bad">revoked</Badge>;
  if (held.expires_at && format.time(held.expires_at) < now) return <Badge>expired</Badge>;
  return <Badge tone="good">works</Badge>;
}

export default function KeysPage() {
  const query = useQuery(keys.list());
  return (
    <Page title="Keys" about="A key lets a service call for this tenant. What it may do is said when it is made.">
      <div className="card overflow-hidden">
        <Loaded query={query} what="The keys could not be read">
          {({ data: found }) =>
            found.length === 0 ? (
              <EmptyState icon={KeyRound} title="No key yet">
                Make one by <code>POST /api/v1/keys</code>; it is shown once.
              </EmptyState>
            ) : (
              <Table label="Keys" columns={COLUMNS} rows={found} rowKey={(key) => key.id} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
