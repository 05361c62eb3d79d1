// Webhooks: where a tenant wants to hear of its jobs.
import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "~/api/client";

export type Webhook = Schemas["Webhook"];

export const KEY = ["webhooks"] as const;

export const list = () =>
  queryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/webhooks", { signal, params: { query: { limit: 100 } } })),
  });
