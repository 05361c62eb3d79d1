// What the addresses of the webhooks may say: the form that is open, the deliveries that are shown, and which is looked at.
import type { DeliveryStatus } from "~/services/webhooks";

export interface WebhooksSearch {
  /** A new one is being made. */
  make?: true;
}

export interface WebhookSearch {
  /** It is being changed. */
  edit?: true;
  status?: DeliveryStatus;
  /** The id of the delivery that is looked at. */
  delivery?: string;
}

export const STATUSES: readonly DeliveryStatus[] = ["pending", "delivered", "failed", "skipped"];

export function webhooksSearch(given: Record<string, unknown>): WebhooksSearch {
  return given["make"] === true ? { make: true } : {};
}

export function webhookSearch(given: Record<string, unknown>): WebhookSearch {
  const { edit, status, delivery } = given;
  return {
    ...(edit === true ? { edit } : {}),
    ...(STATUSES.includes(status as DeliveryStatus) ? { status: status as DeliveryStatus } : {}),
    ...(typeof delivery === "string" && delivery ? { delivery } : {}),
  };
}
