// Keys: who may call the service for this tenant, and what for.
import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "~/api/client";

export type Key = Schemas["Key"];

export const KEY = ["keys"] as const;

export const list = () =>
  queryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/keys", { signal, params: { query: { limit: 100 } } })),
  });
