// Long acts on dead letters: bounded calls until none is left, a canary first, stopped, failed, taken up again.
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "~/api/error";
import { batchOf, Runner } from "~/pages/dead-letters/run";
import type * as deadLetters from "~/services/dead-letters";

const calls = vi.hoisted(() => ({ requeueSome: vi.fn(), dropSome: vi.fn() }));
vi.mock("~/services/dead-letters", () => calls);

const batch = batchOf("send_email: timeout", { group: "c40c3c1be5e710a0" }, 500, "2026-11-22T12:00:00.000Z");
const step = (done: number, remaining: number, jobs: readonly string[] = []): deadLetters.Step => ({ done, remaining, jobs, deferred: false });
let runner: Runner;

beforeEach(() => {
  runner = new Runner();
  for (const call of Object.values(calls)) call.mockReset();
});

test("what dies after the question was asked is not part of it", async () => {
  calls.requeueSome.mockResolvedValue(step(500, 0));
  await runner.sendAll("requeue", batch);
  expect(calls.requeueSome).toHaveBeenCalledWith({ group: "c40c3c1be5e710a0", before: "2026-11-22T12:00:00.001Z" }, 25);
});

test("a batch is done call after call until none is left", async () => {
  calls.dropSome.mockResolvedValueOnce(step(25, 475)).mockResolvedValueOnce(step(475, 0));
  await runner.sendAll("drop", batch);
  expect(runner.current()).toMatchObject({ condition: "finished", done: 500, remaining: 0 });
});

test("a canary goes alone, and the others when a person says so", async () => {
  calls.requeueSome.mockResolvedValueOnce(step(1, 499, ["fresh"])).mockResolvedValueOnce(step(499, 0));
  await runner.sendCanary(batch);
  expect(calls.requeueSome.mock.lastCall?.[1]).toBe(1);
  expect(runner.current()).toMatchObject({ condition: "stopped", canary: "fresh", remaining: 499 });
  await runner.sendOthers();
  expect(runner.current()).toMatchObject({ condition: "finished", canary: null, done: 500 });
});

test("it stops after the call that is under way, whose letters are counted, and can be taken up again", async () => {
  calls.requeueSome.mockImplementationOnce(async () => {
    runner.stop();
    return step(25, 475);
  });
  await runner.sendAll("requeue", batch);
  expect(runner.current()).toMatchObject({ condition: "stopped", done: 25, remaining: 475 });
  calls.requeueSome.mockResolvedValue(step(475, 0));
  await runner.goOn();
  expect(runner.current()).toMatchObject({ condition: "finished", done: 500 });
});

test("a refusal ends it and is told; what was done stays done", async () => {
  calls.requeueSome.mockResolvedValueOnce(step(25, 475)).mockRejectedValueOnce(new ApiError(429, "monthly_limit_reached", "no more this month"));
  await runner.sendAll("requeue", batch);
  expect(runner.current()).toMatchObject({ condition: "failed", done: 25, reason: "no more this month" });
});

test("letters that cannot be taken do not keep it going for ever", async () => {
  calls.requeueSome.mockResolvedValue(step(0, 3));
  await runner.sendAll("requeue", batch);
  expect(calls.requeueSome).toHaveBeenCalledOnce();
  expect(runner.current()?.condition).toBe("failed");
});
