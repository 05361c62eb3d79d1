// What a webhook was told, the newest first, narrowed by what the address says.
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Inbox } from "lucide-react";
import { useState } from "react";
import { Card } from "~/components/card";
import { Select } from "~/components/field";
import { EmptyState } from "~/components/nothing-here";
import { Paged } from "~/components/paged";
import type { Column } from "~/components/table";
import { Duration, Time } from "~/components/time";
import { DeliverySheet } from "~/pages/webhook/delivery-sheet";
import { DeliveryBadge } from "~/pages/webhooks/delivery-badge";
import { STATUSES } from "~/pages/webhooks/search";
import { DELIVERY } from "~/pages/webhooks/words";
import * as webhooks from "~/services/webhooks";

const route = getRouteApi("/webhooks/$id");

const COLUMNS: readonly Column<webhooks.Delivery>[] = [
  { key: "event", title: "Event", phone: "main", width: "minmax(9rem, 1fr)", cell: (one) => <code className="text-xs font-medium">{one.event}</code> },
  { key: "status", title: "Status", phone: "side", width: "8rem", cell: (one) => <DeliveryBadge status={one.status} /> },
  {
    key: "answer",
    title: "Answer",
    width: "minmax(8rem, 2fr)",
    cell: ({ response_status: code, error }) => (
      <span title={error} className={error ? "text-bad" : undefined}>
        {error ?? code ?? <span className="text-faint">–</span>}
      </span>
    ),
  },
  { key: "attempts", title: "Attempts", width: "6rem", align: "end", cell: (one) => <span className="figures">{one.attempts}</span> },
  { key: "took", title: "Took", width: "6rem", align: "end", cell: (one) => <Duration ms={one.latency_ms} /> },
  { key: "created", title: "Created", width: "9rem", align: "end", cell: (one) => <Time at={one.created_at} /> },
];

const OPTIONS = [{ value: "" as const, label: "All" }, ...STATUSES.map((status) => ({ value: status, label: DELIVERY[status].label }))];

export function Deliveries({ hook }: { hook: webhooks.Webhook }) {
  const { status, delivery } = route.useSearch();
  const navigate = useNavigate({ from: "/webhooks/$id" });
  const query = useInfiniteQuery(webhooks.deliveries(hook.id, status));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const seen = useSeen(rows, delivery);
  const look = (id?: string) => void navigate({ search: (now) => ({ ...now, delivery: id }) });
  return (
    <Card
      bare
      title="Deliveries"
      className="overflow-hidden"
      acts={
        <Select<webhooks.DeliveryStatus | "">
          aria-label="Status"
          className="w-36"
          options={OPTIONS}
          value={status ?? ""}
          onChange={(chosen) => void navigate({ search: { status: chosen || undefined } })}
        />
      }
    >
      <Paged
        label="Deliveries"
        query={query}
        what="The deliveries could not be read"
        none={
          <EmptyState icon={Inbox} title={status ? `No delivery is ${DELIVERY[status].label}` : "It was told nothing yet"}>
            {status ? "Choose another status to see more." : "The next event that it hears of appears here, or a test that you send."}
          </EmptyState>
        }
        noun="call"
        total={query.data?.pages[0]?.meta.total_count}
        columns={COLUMNS}
        rows={rows}
        rowKey={(one) => one.id}
        onOpen={({ id }) => look(id)}
      />
      {delivery && (seen || !query.isPending) && (
        <DeliverySheet delivery={seen} enabled={hook.enabled} onAgain={() => void navigate({ search: { delivery } })} onClose={() => look()} />
      )}
    </Card>
  );
}

/** The delivery as it was last listed: one that is looked at may leave the list by what becomes of it. */
function useSeen(rows: readonly webhooks.Delivery[], id: string | undefined): webhooks.Delivery | undefined {
  const [seen, setSeen] = useState<webhooks.Delivery>();
  const listed = rows.find((one) => one.id === id);
  if (listed && listed !== seen) setSeen(listed);
  return listed ?? (seen?.id === id ? seen : undefined);
}
