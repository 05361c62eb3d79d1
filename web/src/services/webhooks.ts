// Webhooks: where a tenant wants to hear of its jobs, and what came of telling.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";

export type Webhook = Schemas["Webhook"];
export type WithSecret = Schemas["WebhookWithSecret"];
export type NewWebhook = Schemas["NewWebhook"];
export type Change = Schemas["WebhookChange"];
export type Delivery = Schemas["Delivery"];
export type DeliveryStatus = Delivery["status"];
export type Event = Webhook["events"][number];

export const KEY = ["webhooks"] as const;

const EVERY = 15_000; // ms
const SOON = 1_000; // ms: something is on its way
const PAGE = 50;

export const list = () =>
  queryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/webhooks", { signal, params: { query: { limit: 100 } } })),
    refetchInterval: ({ state }) => (state.data?.data.some((hook) => hook.last_delivery?.status === "pending") ? SOON : EVERY),
  });

export const show = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/webhooks/{id}", { signal, params: { path: { id } } })),
    refetchInterval: EVERY,
  });

/** The newest first; read again soon while one is to be sent: of one on its way only its end tells. */
export const deliveries = (id: string, status?: DeliveryStatus) =>
  infiniteQueryOptions({
    queryKey: [...KEY, "deliveries", id, status ?? "all"],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/webhooks/{id}/deliveries", {
          signal,
          params: { path: { id }, query: { limit: PAGE, offset: pageParam, ...(status ? { status } : {}) } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ meta }) => (meta.has_more ? meta.offset + meta.limit : undefined),
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.data.some(({ status }) => status === "pending")) ? SOON : EVERY),
  });

/** Whether it is sent within moments. */
export function isUnderWay(delivery: Delivery): boolean {
  const { status, next_attempt_at: next } = delivery;
  return status === "pending" && (!next || Date.parse(next) - Date.now() < 10_000);
}

export function create(webhook: NewWebhook) {
  return data(api.POST("/api/v1/webhooks", { body: webhook }));
}

/** Change what is named; the rest stays. Disabling skips what waits to be told. */
export function change(id: string, fields: Change) {
  return data(api.PATCH("/api/v1/webhooks/{id}", { params: { path: { id } }, body: fields }));
}

/** Its deliveries go too. */
export function remove(id: string) {
  return data(api.DELETE("/api/v1/webhooks/{id}", { params: { path: { id } } }));
}

/** Answers the new secret, this once; for a day the old one signs too. */
export function rotateSecret(id: string) {
  return data(api.POST("/api/v1/webhooks/{id}/rotate-secret", { params: { path: { id } }, body: {} }));
}

/** Tell it `webhook.test` now; what is answered is on its way. */
export function test(id: string) {
  return data(api.POST("/api/v1/webhooks/{id}/test", { params: { path: { id } } }));
}

/** Send it again, under the same id. */
export function redeliver({ id, webhook_id }: Pick<Delivery, "id" | "webhook_id">) {
  return data(
    api.POST("/api/v1/webhooks/{id}/deliveries/{delivery_id}/redeliver", { params: { path: { id: webhook_id, delivery_id: id } } }),
  );
}
