// What a row of the webhooks page shows.
import { Link } from "@tanstack/react-router";
import { Badge } from "~/components/state-badge";
import type { Column } from "~/components/table";
import { Time } from "~/components/time";
import { DeliveryBadge } from "~/pages/webhooks/delivery-badge";
import type { Webhook } from "~/services/webhooks";

export const COLUMNS: readonly Column<Webhook>[] = [
  {
    key: "url",
    title: "Address",
    phone: "main",
    width: "minmax(14rem, 3fr)",
    cell: (hook) => (
      <>
        <Link to="/webhooks/$id" params={{ id: hook.id }} title={hook.url} className="font-medium hover:underline">
          {hook.url}
        </Link>
        {hook.description && <div className="truncate text-xs text-muted">{hook.description}</div>}
      </>
    ),
  },
  { key: "enabled", title: "Status", phone: "side", width: "7rem", cell: (hook) => <OnOrDisabled hook={hook} /> },
  {
    key: "events",
    title: "Events",
    width: "minmax(10rem, 2fr)",
    cell: (hook) => <span title={hook.events.join(", ")}>{hook.events.map((event) => event.replace("job.", "")).join(", ")}</span>,
  },
  { key: "last", title: "Last delivery", width: "16rem", cell: (hook) => <LastDelivery hook={hook} /> },
];

/** Off by hand is calm; off by the service is what somebody has to know. */
export function OnOrDisabled({ hook }: { hook: Webhook }) {
  if (hook.enabled) return <Badge tone="good">on</Badge>;
  return (
    <span title={hook.disabled_reason}>
      <Badge tone={hook.disabled_reason ? "bad" : "warn"}>disabled</Badge>
    </span>
  );
}

function LastDelivery({ hook: { last_delivery: last } }: { hook: Webhook }) {
  if (!last) return <span className="text-muted">nothing yet</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <DeliveryBadge status={last.status} />
      <Time at={last.created_at} />
    </span>
  );
}
