// Many jobs are sent batch after batch: each once, whatever comes between, and what was not made stays in the text.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "~/api/error";
import { read } from "~/pages/enqueue/entries";
import { Draft, Sending } from "~/pages/enqueue/sending";
import type { many } from "~/services/enqueue";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const lines = (count: number) => Array.from({ length: count }, (_, place) => `{"type": "mail", "payload": ${place}}`).join("\n");

function begun(call: typeof many, text: string) {
  const draft = new Draft();
  draft.write(text);
  const sending = new Sending(draft, call);
  void sending.send(read(text));
  return { draft, sending };
}

test("a batch whose answer was lost is sent again under its key, the next under another", async () => {
  const call = vi.fn<typeof many>().mockRejectedValueOnce(new ApiError(0, "unreachable", "away")).mockResolvedValue([]);
  const { draft, sending } = begun(call, lines(501));
  await vi.advanceTimersByTimeAsync(0);
  expect(sending.current()).toMatchObject({ condition: "waiting", reason: "away", made: 0 });
  await vi.runAllTimersAsync();
  expect(sending.current()).toMatchObject({ condition: "finished", made: 501 });
  const [lost, again, next] = call.mock.calls;
  expect(call.mock.calls.map(([jobs]) => jobs.length)).toEqual([500, 500, 1]);
  expect(again?.[1]).toBe(lost?.[1]);
  expect(next?.[1]).not.toBe(lost?.[1]);
  expect(draft.current().text).toBe("");
});

test("what is refused is named by its place in the text that is left", async () => {
  const refusal = new ApiError(422, "invalid", "must be 1 to 10", "[0].priority");
  const call = vi.fn<typeof many>().mockResolvedValueOnce([]).mockRejectedValue(refusal);
  const { draft, sending } = begun(call, lines(502));
  await vi.runAllTimersAsync();
  expect(sending.current()).toMatchObject({ condition: "failed", made: 500, reason: "Entry 1 of what is left in the text: priority: must be 1 to 10" });
  expect(draft.current().text).toBe(lines(502).split("\n").slice(500).join("\n"));
});

test("stopped, it keeps the rest in the text", async () => {
  const call = vi.fn<typeof many>().mockResolvedValue([]);
  const { draft, sending } = begun(call, lines(1200));
  sending.stop();
  await vi.runAllTimersAsync();
  expect(sending.current()).toMatchObject({ condition: "stopped", made: 500 });
  expect(draft.current().text.split("\n")).toHaveLength(700);
});
