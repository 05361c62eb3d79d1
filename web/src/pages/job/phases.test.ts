// A job's timeline: its phases meet, whatever the service has not said yet.
import { expect, test } from "vitest";
import { draw, ticks } from "~/pages/job/phases";
import type { Attempt } from "~/services/jobs";
import * as factories from "~/test/factories";

const at = (seconds: number) => new Date(Date.parse("2026-11-22T12:00:00Z") + seconds * 1000).toISOString();
const attempt = (given: Partial<Attempt>): Attempt => ({
  number: 1,
  worker: "w",
  ready_at: at(0),
  started_at: at(1),
  ended_at: at(3),
  outcome: "failed",
  error: null,
  traceback: null,
  logs: [],
  ...given,
});
const spans = (drawing: ReturnType<typeof draw>) =>
  drawing.rows.map((row) => row.phases.map(({ kind, from, to }) => [kind, (from - drawing.from) / 1000, (to - drawing.from) / 1000]));

test("an attempt that failed, the pause after it, and the one that runs", () => {
  const job = factories.job({ status: "running", created_at: at(0), scheduled_at: at(8) });
  const second = attempt({ number: 2, ready_at: null, started_at: at(9), ended_at: null, outcome: null });
  const drawing = draw(job, [attempt({}), second], Date.parse(at(20)));
  expect(spans(drawing)).toEqual([
    [["waiting", 0, 1], ["running", 1, 3]],
    [["backing off", 3, 8], ["waiting", 8, 9], ["running", 9, 20]],
  ]);
  expect(drawing.rows[1]?.phases.at(-1)?.open).toBe(true);
});

test("a job that was asked for later begins when it was ready", () => {
  const job = factories.job({ status: "completed", created_at: at(-3600), scheduled_at: at(0), completed_at: at(3) });
  expect(spans(draw(job, [attempt({ outcome: "completed" })], Date.parse(at(900))))).toEqual([[["waiting", 0, 1], ["running", 1, 3]]]);
});

test("what was never ready is drawn as scheduled, and what failed as backing off", () => {
  const later = factories.job({ status: "scheduled", created_at: at(0), scheduled_at: at(600) });
  expect(spans(draw(later, [], Date.parse(at(60))))).toEqual([[["scheduled", 0, 60]]]);
  const failed = factories.job({ status: "failed", created_at: at(0), scheduled_at: at(600) });
  expect(spans(draw(failed, [attempt({})], Date.parse(at(60)))).at(-1)).toEqual([["backing off", 3, 60]]);
});

test("ticks are round and few", () => {
  expect(ticks(10_500)).toEqual([0, 5000, 10_000]);
  for (const span of [1, 7, 999, 61_000, 3_700_000, 40 * 86_400_000]) expect(ticks(span).length).toBeLessThanOrEqual(5);
});
