// The counts of the tenant's jobs.
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "~/api/client";

export type Stats = Schemas["Stats"];

export const KEY = ["stats"] as const;

export const show = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => data(api.GET("/api/v1/stats", { signal })),
    refetchInterval: 15_000, // ms: rates fall also while no event comes
  });
