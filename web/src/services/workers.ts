// Workers: the processes that run jobs, as they last described themselves.
import { queryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";

export type Worker = Schemas["Worker"];
export type Summary = Schemas["Summary"];

export const KEY = ["workers"] as const;

export const list = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => data(api.GET("/api/v1/workers", { signal })),
    refetchInterval: 10_000, // ms: a worker that died tells nobody
  });

/** All of them together. */
export const summary = () =>
  queryOptions({
    queryKey: [...KEY, "summary"],
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/workers", { signal }))).meta.summary,
    refetchInterval: 10_000, // ms
  });
