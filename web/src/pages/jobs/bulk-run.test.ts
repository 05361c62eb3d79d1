// Acts on many jobs: every one is met once, whatever comes between.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "~/api/error";
import { BulkRun } from "~/pages/jobs/bulk-run";
import type { bulk, BulkDone } from "~/services/jobs";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const answer = (given: Partial<BulkDone> = {}): BulkDone => ({
  done: 0,
  refused: [],
  remaining: 0,
  remaining_is_exact: true,
  next_cursor: "",
  has_more: false,
  stopped: null,
  ...given,
});
const ids = (count: number) => Array.from({ length: count }, (_, place) => `job-${place}`);
const expected = (value: number) => ({ value, exact: true });

test("ids go in calls, and what one call had no time for is in the next", async () => {
  const call = vi.fn<typeof bulk>();
  call.mockResolvedValueOnce(answer({ done: 60, remaining: 40 })).mockResolvedValueOnce(answer({ done: 90 }));
  const run = new BulkRun(call);
  const onEnd = vi.fn();
  run.start({ verb: "cancel", target: { ids: ids(150) }, expected: expected(150), onEnd });
  await vi.runAllTimersAsync();
  expect(call.mock.calls[1]?.[1]).toEqual({ ids: ids(150).slice(60) });
  expect(run.current()).toMatchObject({ condition: "finished", done: 150, remaining: 0 });
  expect(onEnd).toHaveBeenCalledOnce();
});

test("those that match are walked through by the cursor", async () => {
  const refusal = { id: "a", code: "already_requeued", sentence: "it was requeued" };
  const call = vi.fn<typeof bulk>();
  call
    .mockResolvedValueOnce(answer({ done: 99, refused: [refusal], remaining: 20, has_more: true, next_cursor: "next" }))
    .mockResolvedValueOnce(answer({ done: 20 }));
  const run = new BulkRun(call);
  run.start({ verb: "requeue", target: { filter: { type: "mail" } }, expected: expected(120), onEnd: vi.fn() });
  await vi.runAllTimersAsync();
  expect(call.mock.calls[1]).toEqual(["requeue", { filter: { type: "mail" }, cursor: "next" }]);
  expect(run.current()).toMatchObject({ condition: "finished", done: 119, refused: [refusal] });
});

test("what passes is waited for, and the same part is asked for again", async () => {
  const call = vi.fn<typeof bulk>();
  const away = { code: "queue_unavailable", sentence: "Redis is away" };
  call
    .mockResolvedValueOnce(answer({ done: 3, remaining: 7, has_more: true, next_cursor: "here", stopped: away }))
    .mockRejectedValueOnce(new ApiError(503, "queue_unavailable", "Redis is away", null, null, 5))
    .mockResolvedValueOnce(answer({ done: 7 }));
  const run = new BulkRun(call);
  run.start({ verb: "retry", target: { filter: {} }, expected: expected(10), onEnd: vi.fn() });
  await vi.advanceTimersByTimeAsync(0);
  expect(run.current()).toMatchObject({ condition: "waiting", reason: "Redis is away", done: 3 });
  await vi.runAllTimersAsync();
  expect(call.mock.calls.map(([, target]) => "cursor" in target && target.cursor)).toEqual([false, "here", "here"]);
  expect(run.current()).toMatchObject({ condition: "finished", done: 10 });
});

test("a limit that lasts ends it, and it can be taken up again", async () => {
  const call = vi.fn<typeof bulk>();
  call.mockRejectedValueOnce(new ApiError(429, "monthly_limit_reached", "no more this month")).mockResolvedValueOnce(answer({ done: 5 }));
  const run = new BulkRun(call);
  run.start({ verb: "requeue", target: { filter: {} }, expected: expected(5), onEnd: vi.fn() });
  await vi.runAllTimersAsync();
  expect(run.current()).toMatchObject({ condition: "failed", reason: "no more this month" });
  run.goOn();
  await vi.runAllTimersAsync();
  expect(run.current()).toMatchObject({ condition: "finished", done: 5 });
});

test("whoever stops it keeps what was done", async () => {
  const call = vi.fn<typeof bulk>(async () => {
    run.stop();
    return answer({ done: 100, remaining: 900, has_more: true, next_cursor: "next" });
  });
  const run = new BulkRun(call);
  run.start({ verb: "delete", target: { filter: {} }, expected: expected(1000), onEnd: vi.fn() });
  await vi.runAllTimersAsync();
  expect(call).toHaveBeenCalledOnce();
  expect(run.current()).toMatchObject({ condition: "stopped", done: 100, remaining: 900 });
});

test("what one caller began does not go on for the next", async () => {
  const call = vi.fn<typeof bulk>().mockRejectedValue(new ApiError(503, "queue_unavailable", "Redis is away"));
  const run = new BulkRun(call);
  const onEnd = vi.fn();
  run.start({ verb: "cancel", target: { filter: {} }, expected: expected(10), onEnd });
  await vi.advanceTimersByTimeAsync(0);
  expect(run.current()).toMatchObject({ condition: "waiting" });
  run.abandon();
  await vi.runAllTimersAsync();
  expect(run.current()).toBeNull();
  expect(call).toHaveBeenCalledOnce();
  expect(onEnd).not.toHaveBeenCalled();
  call.mockResolvedValue(answer({ done: 1 }));
  run.start({ verb: "cancel", target: { ids: ids(1) }, expected: expected(1), onEnd });
  await vi.runAllTimersAsync();
  expect(run.current()).toMatchObject({ condition: "finished", done: 1 });
});
