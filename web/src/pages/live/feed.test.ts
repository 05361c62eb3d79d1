// The feed: newest first, bounded, one sign of life of each worker, and nothing of one caller for the next.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "~/live/stream";
import { Feed, MOST } from "~/pages/live/feed";
import { matching } from "~/pages/live/matching";
import { liveSearch } from "~/pages/live/search";
import type { Credentials } from "~/session/session";

let feed: Feed;
let tell: (event: LiveEvent) => void;
let become: (kind: Credentials["kind"]) => void;

beforeEach(() => {
  vi.useFakeTimers();
  let credentials = { kind: "none" } as Credentials;
  const watchers: (() => void)[] = [];
  become = (kind) => {
    credentials = { kind } as Credentials;
    for (const watcher of watchers) watcher();
  };
  feed = new Feed(
    { listen: (listener) => ((tell = listener), () => undefined) },
    { current: () => credentials, subscribe: (watcher) => (watchers.push(watcher), () => undefined) },
  );
});

afterEach(() => vi.useRealTimers());

const job = (type: "job.started" | "job.dead", queue: string, error?: string) =>
  ({ type, job_id: "a", job_type: "send_email", ts: 1, payload: { cause: "started", job: { id: "a", type: "send_email", queue_name: queue, error_message: error } } }) as LiveEvent;
const beat = (worker_id: string) => ({ type: "worker.heartbeat", worker_id, ts: 1 }) as LiveEvent;
const kinds = () => feed.current().map(({ event }) => event.type);

test("events appear together, the newest first, however many come", () => {
  const told = vi.fn();
  feed.subscribe(told);
  for (let event = 0; event < 3 * MOST; event += 1) tell(job("job.started", `queue-${event}`));
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(told).toHaveBeenCalledOnce();
  expect(feed.current()).toHaveLength(MOST);
  expect(feed.current()[0]?.number).toBe(3 * MOST);
});

test("of each worker only the newest sign of life stays", () => {
  for (const event of [beat("a"), job("job.dead", "mail"), beat("b"), beat("a")]) tell(event);
  vi.advanceTimersByTime(200);
  tell(beat("b"));
  vi.advanceTimersByTime(200);
  expect(kinds()).toEqual(["worker.heartbeat", "worker.heartbeat", "job.dead"]);
});

test("the next caller sees nothing of the one before", () => {
  become("person");
  tell(job("job.dead", "mail"));
  vi.advanceTimersByTime(200);
  become("person");
  expect(kinds()).toEqual(["job.dead"]);
  tell(job("job.dead", "mail"));
  become("none");
  vi.advanceTimersByTime(200);
  expect(kinds()).toEqual([]);
});

const shown = (search: Record<string, unknown>) => matching(feed.current(), liveSearch(search)).map(({ event }) => event.type);

test("filters narrow it, and a gap is always told", () => {
  for (const event of [job("job.started", "mail"), job("job.dead", "mail", "no room"), job("job.dead", "other"), beat("a"), { type: "gap", ts: 1 } as LiveEvent]) tell(event);
  vi.advanceTimersByTime(200);
  expect(shown({})).toHaveLength(5);
  expect(shown({ kinds: "job.dead" })).toEqual(["gap", "job.dead", "job.dead"]);
  expect(shown({ queue: "mail" })).toEqual(["gap", "job.dead", "job.started"]);
  expect(shown({ q: "NO ROOM" })).toEqual(["gap", "job.dead"]);
});
