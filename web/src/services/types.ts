// Types of jobs: those that live workers know, and those of jobs that wait, which may be known to no worker.
import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "~/api/client";

export type JobType = Schemas["JobType"];

export const KEY = ["types"] as const;

/** By name. `meta.complete` is false where more jobs wait than were looked at: their counts are lower bounds. */
export const list = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/types", { signal })),
    refetchInterval: 10_000, // ms: a worker that died tells nobody
  });
