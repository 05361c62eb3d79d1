// Jobs: lists of them under filters, one of them, and what a person may do with it.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";
import type { State } from "~/states";

export type Job = Schemas["Job"];
export type Attempt = Schemas["Attempt"];

/** What a list may be narrowed to; the words of the service's own query. */
export interface Filters {
  status?: State;
  type?: string;
  queue?: string;
  /** `name:value,name:value` */
  tags?: string;
  /** RFC 3339. */
  created_after?: string;
  created_before?: string;
}

export const KEY = ["jobs"] as const;
/** Of one job: live events of it alone make this stale. */
export const oneKey = (id: string) => ["job", id] as const;

const PAGE = 50;

/** Newest first, page after page by cursor, however many there are. `still`: while somebody reads a row, it does not move. */
export const list = (filters: Filters, still = false) =>
  infiniteQueryOptions({
    queryKey: [...KEY, "list", filters],
    queryFn: ({ signal, pageParam }) =>
      data(
        api.GET("/api/v1/jobs/cursor", {
          signal,
          params: { query: { ...filters, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : undefined),
    meta: { still },
  });

/** How many there are in all, exact up to 100,000. */
export const total = (filters: Filters) =>
  queryOptions({
    queryKey: [...KEY, "total", filters],
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/jobs", { signal, params: { query: { ...filters, limit: 1 } } }))).meta,
  });

export const show = (id: string) =>
  queryOptions({
    queryKey: oneKey(id),
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs/{id}", { signal, params: { path: { id } } })),
  });

/** Its runs, the oldest first. */
export const attempts = (id: string) =>
  queryOptions({
    queryKey: [...oneKey(id), "attempts"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs/{id}/attempts", { signal, params: { path: { id } } })),
  });

/** `cancelling` where it runs, and its worker was asked to stop. */
export function cancel(id: string) {
  return data(api.DELETE("/api/v1/jobs/{id}", { params: { path: { id } } }));
}

/** Run a scheduled or a failed job now; a dead one as a fresh job, which is what is answered. */
export function retry(id: string) {
  return data(api.POST("/api/v1/jobs/{id}/retry", { params: { path: { id } } }));
}

/** Make a job. */
export function enqueue(job: Schemas["NewJob"]) {
  return data(api.POST("/api/v1/jobs", { body: job }));
}
