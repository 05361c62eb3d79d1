// Jobs: lists of them under filters, one of them, and what a person may do with it.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";
import { ApiError } from "~/api/error";

export type Job = Schemas["Job"];
export type Attempt = Schemas["Attempt"];

export type Refusal = Schemas["Refusal"];
export type BulkDone = Schemas["BulkDone"];
export type BulkVerb = Schemas["BulkAct"]["act"];

/** Spans that end now, in ms: what they mean moves on with the clock. */
export const SPANS = { "15m": 900_000, "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;
export type Span = keyof typeof SPANS;

export const SORTS = ["-created_at", "created_at", "-finished_at", "finished_at"] as const;
export type Sorting = (typeof SORTS)[number];

/** What a list may be narrowed to and in which order it stands; the words of the service's own query, and spans. */
export interface Filters {
  /** One state, or several: `failed,dead`. */
  status?: string;
  type?: string;
  queue?: string;
  /** `name:value,name:value` */
  tags?: string;
  /** Text in the id, the payload or the error. */
  q?: string;
  /** RFC 3339. */
  created_after?: string;
  created_before?: string;
  finished_after?: string;
  finished_before?: string;
  created_last?: Span;
  finished_last?: Span;
  /** Absent: newest first, or what ended last where the end is filtered by. */
  sort?: Sorting;
}

export const KEY = ["jobs"] as const;
/** Of one job: live events of it alone make this stale. */
export const oneKey = (id: string) => ["job", id] as const;

const PAGE = 50;
const COUNTED_EVERY = 15_000; // ms
const COUNTED_AGAIN = 3_000;

/** Where a list goes on: the cursor, under the same moments as the page before. */
interface Place {
  cursor: string;
  asked: Asked;
}

export interface Part {
  items: Job[];
  /** Null at the end. */
  next: Place | null;
  /** How far a search had come when its time was over; then there may be few rows, or none, and yet more. */
  searchedUntil: string | null;
}

/**
 * Page after page by cursor, however many there are. It never reads itself anew, so that rows stay while they are read and
 * where they were when somebody comes back: what is new is in `head`.
 */
export const list = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: [...KEY, "list", filters],
    queryFn: async ({ signal, pageParam, client }) => {
      const part = await read(pageParam ?? { cursor: "", asked: asked(filters) }, signal);
      if (!pageParam) client.setQueryData(head(filters).queryKey, part);
      return part;
    },
    initialPageParam: null as Place | null,
    getNextPageParam: (part) => part.next,
    staleTime: Infinity,
    meta: { still: true },
  });

/** The first page of such a list, as fresh as live events make it. */
export const head = (filters: Filters) =>
  queryOptions({
    queryKey: [...KEY, "head", filters],
    queryFn: ({ signal }) => read({ cursor: "", asked: asked(filters) }, signal),
  });

async function read({ cursor, asked }: Place, signal: AbortSignal): Promise<Part> {
  const query = { ...asked, limit: PAGE, ...(cursor ? { cursor } : {}) };
  const { data, meta } = await answer(api.GET("/api/v1/jobs/cursor", { signal, params: { query } }));
  return {
    items: data.items,
    next: data.has_more ? { cursor: data.next_cursor, asked } : null,
    searchedUntil: (data.has_more && meta.searched_until) || null,
  };
}

/**
 * How many there are in all, exact up to 100,000. `still`: counted now and then, not with every event. Who gave up counting may
 * have been held up: it is asked again, twice at most.
 */
export const total = (filters: Filters, still = false) =>
  queryOptions({
    queryKey: [...KEY, "total", still, filters],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/jobs", { signal, params: { query: { ...asked(filters), limit: 1 } } }))).meta,
    meta: { still },
    refetchInterval: ({ state }) => {
      if (state.data?.total_is_exact === false && state.dataUpdateCount < 3) return COUNTED_AGAIN;
      return still && COUNTED_EVERY;
    },
  });

type Asked = Schemas["Filter"] extends infer Filter ? { [Name in keyof Filter]?: string } & { sort?: Sorting } : never;

/** Filters in the service's own words: spans as the moments that they begin at now. */
export function asked({ created_last, finished_last, ...words }: Filters, now = Date.now()): Asked {
  return {
    ...words,
    ...(created_last ? { created_after: new Date(now - SPANS[created_last]).toISOString() } : {}),
    ...(finished_last ? { finished_after: new Date(now - SPANS[finished_last]).toISOString() } : {}),
  };
}

export const show = (id: string) =>
  queryOptions({
    queryKey: oneKey(id),
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs/{id}", { signal, params: { path: { id } } })),
  });

/** Its runs, the oldest first. */
export const attempts = (id: string) =>
  queryOptions({
    queryKey: [...oneKey(id), "attempts"],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/jobs/{id}/attempts", { signal, params: { path: { id } } }))) as Attempt[],
  });

/** Why it is not running, or who runs it; what other jobs and workers do changes it, so it is asked again. */
export const why = (id: string) =>
  queryOptions({
    queryKey: [...oneKey(id), "why"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs/{id}/why", { signal, params: { path: { id } } })),
    refetchInterval: 5_000, // ms
  });

/** `cancelling` where it runs, and its worker was asked to stop. */
export function cancel(id: string) {
  return data(api.DELETE("/api/v1/jobs/{id}", { params: { path: { id } } }));
}

/** Run a scheduled or a failed job now; a dead one as a fresh job, which is what is answered. */
export function retry(id: string) {
  return data(api.POST("/api/v1/jobs/{id}/retry", { params: { path: { id } } }));
}

/** Remove one that has ended, for good. Raises ApiError when it has not, or is gone. */
export async function remove(id: string): Promise<void> {
  const {
    refused: [refusal],
  } = await bulk("delete", { ids: [id] });
  if (refusal) throw new ApiError(409, refusal.code, refusal.sentence);
}

/** Make a job. */
export function enqueue(job: Schemas["NewJob"]) {
  return data(api.POST("/api/v1/jobs", { body: job }));
}

/** Which jobs an act on many means: these, or those that match. */
export type Target = { ids: string[] } | { filter: Schemas["Filter"]; cursor?: string };

/** The filter of an act on all that match, its moments those of now. */
export function matching(filters: Filters): Schemas["Filter"] {
  const { sort: _, ...filter } = asked(filters);
  return filter;
}

/** Do it to the next of them; the answer says how to go on. */
export function bulk(act: BulkVerb, target: Target, signal?: AbortSignal): Promise<BulkDone> {
  const limit = 100; // half of what is possible: progress is seen to move, and Stop is soon heard
  const body = { act, limit, ...target } as never; // the document's "either ids or a filter" comes out as a type that nothing fits
  return data(api.POST("/api/v1/jobs/bulk", { signal, body }));
}

export type Format = "csv" | "jsonl";

/** All that match, as a file that is read while it is written. */
export async function download(filters: Filters, format: Format, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const query = { ...asked(filters), format };
  const body = await answer(api.GET("/api/v1/jobs/export", { signal, params: { query }, parseAs: "stream" }));
  if (!body) throw new TypeError("an answer without a body");
  return body;
}
