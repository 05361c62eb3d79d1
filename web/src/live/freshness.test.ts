// Live events make queries stale: the right ones, once a second at most, and all of them after a gap.
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepFresh } from "~/live/freshness";
import { type LiveEvent, LiveStream } from "~/live/stream";

let client: QueryClient;
let tell: (event: LiveEvent) => void;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  const stream = new LiveStream();
  vi.spyOn(stream, "listen").mockImplementation((listener) => {
    tell = listener;
    return () => undefined;
  });
  keepFresh(stream, client);
  for (const key of [["jobs", "list"], ["queues"], ["cron", "list"], ["job", "a"], ["job", "b"]]) client.setQueryData(key, 1);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The tab goes behind another, or comes back. */
const hide = (hidden: boolean) => {
  vi.spyOn(document, "hidden", "get").mockReturnValue(hidden);
  document.dispatchEvent(new Event("visibilitychange"));
};

const stale = () =>
  client
    .getQueryCache()
    .getAll()
    .filter((query) => query.state.isInvalidated)
    .map((query) => query.queryKey.join(" "));

const counts = (completed: number) => ({ type: "stats.update", payload: { completed } }) as unknown as LiveEvent;

/** What is stale a second after all was read. */
const readAgain = () => {
  for (const query of client.getQueryCache().getAll()) query.setData(1);
  vi.advanceTimersByTime(1000);
  return stale();
};

const completed = (id: string) => ({ type: "job.completed", job_id: id }) as LiveEvent;

test("an end of a job makes lists and that job stale, and nothing else", () => {
  tell(completed("a"));
  vi.advanceTimersByTime(1000);
  expect(stale()).toEqual(["jobs list", "queues", "job a"]);
});

test("what was read before its row was written is read again as the counts move, and no more once they stand still", () => {
  tell(completed("a"));
  expect(readAgain()).toEqual(["jobs list", "queues", "job a"]);
  tell(counts(1));
  expect(readAgain()).toEqual(["jobs list", "queues", "job a"]);
  tell(counts(1));
  expect(readAgain()).toEqual(["queues"]);
  tell(counts(2));
  expect(readAgain()).toEqual(["jobs list", "queues"]);
});

test("many events are one reading", () => {
  const read = vi.spyOn(client, "invalidateQueries");
  for (let event = 0; event < 500; event += 1) tell(completed(`job-${event}`));
  vi.advanceTimersByTime(1000);
  expect(read).toHaveBeenCalledOnce();
});

test("a list that somebody reads is left in peace", () => {
  client.getQueryCache().build(client, { queryKey: ["jobs", "read"], meta: { still: true } }).setData(1);
  tell(completed("a"));
  vi.advanceTimersByTime(1000);
  expect(stale()).toContain("jobs list");
  expect(stale()).not.toContain("jobs read");
});

test("after a gap everything is read again", () => {
  tell({ type: "gap" } as LiveEvent);
  expect(stale()).toHaveLength(5);
});

test("nothing is read while the tab is hidden, and what was missed once when it is seen again", () => {
  hide(true);
  tell(completed("a"));
  vi.advanceTimersByTime(60_000);
  expect(stale()).toEqual([]);
  hide(false);
  vi.advanceTimersByTime(1000);
  expect(stale()).toEqual(["jobs list", "queues", "job a"]);
});

test("a gap while the tab is hidden is made up for when it is seen again, and only then", () => {
  hide(true);
  tell({ type: "gap" } as LiveEvent);
  expect(stale()).toEqual([]);
  hide(false);
  expect(stale()).toHaveLength(5);
  expect(readAgain()).toEqual([]);
  hide(false);
  expect(stale()).toEqual([]);
});
