// The counts of the tenant's jobs, their figures over time, and what failed lately.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "~/api/client";

export type Stats = Schemas["Stats"];
export type Series = Schemas["Series"];
export type Failures = Schemas["Failures"];
export type FailureGroup = Schemas["FailureGroup"];

export const KEY = ["stats"] as const;

const EVERY = 15_000; // ms: rates fall, and minutes end, also while no event comes

export const show = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => data(api.GET("/api/v1/stats", { signal })),
    refetchInterval: EVERY,
  });

/** The last `minutes` in steps; while another span is read, the one before stays. */
export const series = (minutes: number) =>
  queryOptions({
    queryKey: [...KEY, "series", minutes],
    queryFn: ({ signal }) => data(api.GET("/api/v1/stats/series", { signal, params: { query: { minutes } } })),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

/** The newest failed attempts of the last `minutes`, alike ones together, the largest group first. */
export const failures = (minutes: number, limit: number) =>
  queryOptions({
    queryKey: [...KEY, "failures", minutes, limit],
    queryFn: ({ signal }) => data(api.GET("/api/v1/stats/failures", { signal, params: { query: { minutes, limit } } })),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
