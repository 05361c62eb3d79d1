// Queues: how full they are, and whether they are held.
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "~/api/client";

export type Queue = Schemas["QueueState"];

export const KEY = ["queues"] as const;

const EVERY = 10_000; // ms: the oldest age grows also while no event comes
const MINUTE = 60_000; // ms

export const list = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => data(api.GET("/api/v1/queues", { signal })),
    refetchInterval: EVERY,
  });

/** What ended in it in the last hour, minute by minute. */
export const throughput = (queue: string) =>
  queryOptions({
    queryKey: ["throughput", queue], // no event makes it stale: it is one request for each queue
    queryFn: ({ signal }) => data(api.GET("/api/v1/stats/series", { signal, params: { query: { queue, minutes: 60, step: 60 } } })),
    refetchInterval: MINUTE,
    staleTime: MINUTE,
    retry: false,
  });

/** Hand out none of its jobs; those that run go on. */
export function pause(name: string) {
  return data(api.POST("/api/v1/queues/{name}/pause", { params: { path: { name } } }));
}

/** Hand them out again. */
export function resume(name: string) {
  return data(api.POST("/api/v1/queues/{name}/resume", { params: { path: { name } } }));
}
