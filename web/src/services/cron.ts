// Schedules: jobs that are made by the clock.
import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "~/api/client";

export type Schedule = Schemas["CronSchedule"];

export const KEY = ["cron"] as const;

/** By name; a tenant has few enough for one page. */
export const list = () =>
  queryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/cron", { signal, params: { query: { limit: 100 } } })),
    refetchInterval: 30_000, // ms: the next run moves on
  });
