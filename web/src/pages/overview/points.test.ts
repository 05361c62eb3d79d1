// What a chart draws: rates a minute, whatever the step, and no false fall in the step that is not over.
import { expect, test } from "vitest";
import { perMinute } from "~/pages/overview/points";
import type { Series } from "~/services/stats";

const none = { p50: null, p95: null };
const point = (at: string, completed: number) => ({ at, completed, enqueued: 0, failed: 0, dead: 0, wait_ms: none, run_ms: none });
const series = { step: 120, points: [point("2026-11-22T12:00:00.000Z", 60), point("2026-11-22T12:02:00.000Z", 30)] } as Series;

test("the last step counts for the part of it that is over", () => {
  expect(perMinute(series, "completed", Date.parse("2026-11-22T12:03:00.000Z"))).toEqual([30, 30]);
});

test("the first job of a step is no flood", () => {
  expect(perMinute(series, "completed", Date.parse("2026-11-22T12:02:01.000Z"))).toEqual([30, 90]);
});
