// How a delivery stands, in its colour and with an icon.
import { Badge } from "~/components/state-badge";
import { DELIVERY } from "~/pages/webhooks/words";
import type { DeliveryStatus } from "~/services/webhooks";

export function DeliveryBadge({ status }: { status: DeliveryStatus }) {
  const { label, tone, icon: Icon, meaning } = DELIVERY[status];
  return (
    <span title={meaning}>
      <Badge tone={tone}>
        <Icon aria-hidden className="size-3" />
        {label}
      </Badge>
    </span>
  );
}
