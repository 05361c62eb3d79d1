// Schedules: jobs that are made by the clock.
import { queryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";

export type Schedule = Schemas["ListedCronSchedule"];
export type FullSchedule = Schemas["FullCronSchedule"];
export type NewSchedule = Schemas["NewCronSchedule"];
export type Change = Schemas["CronScheduleChange"];
export type Run = Schemas["CronRun"];
export type Explained = Schemas["CronExplained"];

export const KEY = ["cron"] as const;

const EVERY = 15_000; // ms: the next run moves on, also while no event comes

/** By name; a tenant has few enough for one page. */
export const list = () =>
  queryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/cron", { signal, params: { query: { limit: 100 } } })),
    refetchInterval: EVERY,
  });

/** One of them, with its coming runs. */
export const show = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/cron/{id}", { signal, params: { path: { id } } })),
    refetchInterval: EVERY,
  });

/** What became of its hundred newest slots, the newest first. */
export const runs = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "runs", id],
    queryFn: ({ signal }) => data(api.GET("/api/v1/cron/{id}/runs", { signal, params: { path: { id } } })),
    refetchInterval: EVERY,
  });

/** What an expression means and when it would run; asked while somebody types. */
export const explain = (expression: string, zone: string) =>
  queryOptions({
    queryKey: ["explained", expression, zone],
    queryFn: ({ signal }) => data(api.POST("/api/v1/cron/explain", { signal, body: { cron_expression: expression, time_zone: zone || null } })),
    retry: false,
    staleTime: 30_000,
  });

export function create(schedule: NewSchedule) {
  return data(api.POST("/api/v1/cron", { body: schedule }));
}

/** Change what is named; the rest stays. */
export function change(id: string, fields: Change) {
  return data(api.PATCH("/api/v1/cron/{id}", { params: { path: { id } }, body: fields }));
}

/** Its jobs go on. */
export function remove(id: string) {
  return data(api.DELETE("/api/v1/cron/{id}", { params: { path: { id } } }));
}

/** One job of it now, also while it is paused. */
export function trigger(id: string) {
  return data(api.POST("/api/v1/cron/{id}/trigger", { params: { path: { id } } }));
}
