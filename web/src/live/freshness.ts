// What live events make stale: the one place where events turn into queries that are read again.
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Kind, LiveEvent, LiveStream } from "~/live/stream";

/** First members of query keys that a kind of event makes stale. Services name their keys by these words. */
const STALE: Record<Kind, readonly string[]> = {
  "job.enqueued": ["jobs", "queues", "stats"],
  "job.started": ["jobs", "queues", "stats", "workers"],
  "job.progress": [],
  "job.failed": ["jobs", "queues", "stats", "workers"],
  "job.completed": ["jobs", "queues", "stats", "workers", "usage"],
  "job.dead": ["jobs", "queues", "stats", "workers", "dead-letters"],
  "job.cancelled": ["jobs", "queues", "stats"],
  "worker.heartbeat": ["workers"],
  "stats.update": ["stats", "queues", "types"],
  gap: [],
  closed: [],
};

const EVERY = 1000; // ms: at most one reading a second, however many events come

/**
 * Keep what is shown fresh while events come.
 *
 * Lists are read again at most once a second, and not while the tab is hidden: what came meanwhile is made up for when it
 * is seen again. A query can ask to be left in peace, as while somebody reads a row, by
 * `meta: { still: true }`. Of one job only what its own events say is read again. Returns what ends it.
 */
export function keepFresh(stream: LiveStream, client: QueryClient): () => void {
  const words = new Set<string>();
  const jobs = new Set<string>();
  const unsettled = new Set<string>(); // told of since the counts last stood still
  let counts = "";
  let gap = false; // not made up for yet
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    if (document.hidden) return; // kept until somebody looks, see below
    const isStale = (key: QueryKey) => concerns(key, words, jobs);
    void client.invalidateQueries({ predicate: (query) => !query.meta?.["still"] && isStale(query.queryKey) });
    words.clear();
    jobs.clear();
  };
  const soon = () => (timer ??= setTimeout(flush, EVERY));
  const readAll = () => {
    gap = document.hidden;
    if (!gap) void client.invalidateQueries({ predicate: (query) => !query.meta?.["still"] });
  };

  // Rows are written a moment after their events are told, and the counts are made of rows: while they move, what was
  // read meanwhile may be old.
  const settle = (now: string) => {
    if (now === counts) return unsettled.clear();
    counts = now;
    for (const word of STALE["job.dead"]) words.add(word);
    for (const id of unsettled) jobs.add(id);
  };

  const stopListening = stream.listen((event: LiveEvent) => {
    if (event.type === "gap") return readAll();
    for (const word of STALE[event.type]) words.add(word);
    if ("job_id" in event) {
      jobs.add(event.job_id);
      unsettled.add(event.job_id);
    }
    if (event.type === "stats.update") settle(JSON.stringify(event.payload));
    if (words.size > 0 || jobs.size > 0) soon();
    return undefined;
  });
  const look = () => {
    if (document.hidden) return;
    if (gap) readAll();
    if (words.size > 0 || jobs.size > 0) soon();
  };
  document.addEventListener("visibilitychange", look);

  return () => {
    stopListening();
    document.removeEventListener("visibilitychange", look);
    clearTimeout(timer);
  };
}

/** Whether a key is of one of these words; `["job", id, ...]` is of its job alone. */
function concerns(key: QueryKey, words: ReadonlySet<string>, jobs: ReadonlySet<string>): boolean {
  const [word, id] = key;
  if (word === "job") return typeof id === "string" && jobs.has(id);
  return typeof word === "string" && words.has(word);
}
