// Dead letters: what failed for good, alike ones together or one by one, and how they get another chance.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";

export type DeadLetter = Schemas["DeadLetter"];
/** Dead letters of one type whose errors read alike. */
export type DeadGroup = Schemas["DeadGroup"];

/** Which dead letters; the words of the service's own query. */
export interface Filters {
  type?: string;
  queue?: string;
  /** Of a group, as the service names it. */
  group?: string;
  error_contains?: string;
  /** RFC 3339: those that died before. */
  before?: string;
}

/** What one call of bounded size did. */
export interface Step {
  done: number;
  /** Letters that still match. */
  remaining: number;
  /** Fresh jobs, the first thousand; none where letters were dropped. */
  jobs: readonly string[];
  /** Redis is away: they are put in line when it returns. */
  deferred: boolean;
}

export const KEY = ["dead-letters"] as const;

const PAGE = 50;
const FURTHEST = 10_000; // letters: further than this the service lists nothing; who is there narrows the list

/** The largest group first; only letters that match are counted. */
export const groups = (filters: Filters, still = false) =>
  infiniteQueryOptions({
    queryKey: [...KEY, "groups", filters],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/dlq/groups", { signal, params: { query: { ...filters, limit: PAGE, offset: pageParam } } })),
    initialPageParam: 0,
    getNextPageParam: ({ meta }) => next(meta),
    meta: { still },
  });

/** The newest first. `requeued`: also those that were taken out before. `still`: while somebody reads one, it does not move. */
export const list = (filters: Filters, requeued = false, still = false) =>
  infiniteQueryOptions({
    queryKey: [...KEY, "list", filters, requeued],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET("/api/v1/dlq", {
          signal,
          params: { query: { ...filters, include_requeued: requeued, limit: PAGE, offset: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: ({ meta }) => next(meta),
    meta: { still },
  });

export const show = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/dlq/{id}", { signal, params: { path: { id } } })),
  });

/** A fresh job from it, once; with another payload or number of attempts where they are given. */
export function requeue(id: string, edit: Schemas["RequeueEdit"] = {}) {
  return data(api.POST("/api/v1/dlq/{id}/requeue", { params: { path: { id } }, body: edit }));
}

/** Drop it for good. */
export function drop(id: string) {
  return data(api.DELETE("/api/v1/dlq/{id}", { params: { path: { id } } }));
}

/** Fresh jobs from up to `limit` of those that match, the oldest first. */
export async function requeueSome(filter: Filters, limit: number): Promise<Step> {
  const done = await answer(api.POST("/api/v1/dlq/requeue", { body: { filter, limit } }));
  const { requeued, remaining, new_job_ids: jobs } = done.data;
  return { done: requeued, remaining, jobs, deferred: done.meta.dispatch === "deferred" };
}

/** Drop up to `limit` of those that match for good. */
export async function dropSome(filter: Filters, limit: number): Promise<Step> {
  const { dropped, remaining } = await data(api.DELETE("/api/v1/dlq", { params: { query: { ...filter, limit } } }));
  return { done: dropped, remaining, jobs: [], deferred: false };
}

function next(meta: Schemas["PageMeta"]): number | undefined {
  const offset = meta.offset + meta.limit;
  return meta.has_more && offset <= FURTHEST ? offset : undefined;
}
