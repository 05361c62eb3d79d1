// The newest events that came, kept while the page is open: whoever follows a row to its job finds the feed as it was.
import type { LiveEvent, LiveStream } from "~/live/stream";
import { live } from "~/live/stream";
import { forgetBetweenCallers, type Session, session } from "~/session/session";

export type JobEvent = Extract<LiveEvent, { job_id: string }>;
export type Heartbeat = Extract<LiveEvent, { type: "worker.heartbeat" }>;
export type Gap = Extract<LiveEvent, { type: "gap" }>;

/** One row; `number` grows by one with each that came. */
export interface Entry {
  number: number;
  event: JobEvent | Heartbeat | Gap;
}

export const MOST = 500; // rows that are kept: older ones leave
const EVERY = 200; // ms: as often as rows appear at most, however many events come

export class Feed {
  private entries: readonly Entry[] = [];
  private fresh: Entry[] = [];
  private number = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(stream: Pick<LiveStream, "listen">, caller: Pick<Session, "subscribe" | "current">) {
    stream.listen(this.hear);
    forgetBetweenCallers(this.forget, caller);
  }

  /** For `useSyncExternalStore`. */
  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Newest first. */
  current = (): readonly Entry[] => this.entries;

  forget = (): void => {
    this.fresh = [];
    this.show([]);
  };

  private hear = (event: LiveEvent): void => {
    if (event.type === "stats.update" || event.type === "closed") return;
    this.fresh.push({ number: ++this.number, event });
    if (this.fresh.length > MOST) this.fresh.shift();
    this.timer ??= setTimeout(this.flush, EVERY);
  };

  private flush = (): void => {
    this.timer = undefined;
    const beating = new Set(this.fresh.map(({ event }) => (event.type === "worker.heartbeat" ? event.worker_id : null)));
    const older = this.entries.filter(({ event }) => event.type !== "worker.heartbeat" || !beating.has(event.worker_id));
    const newer = lastBeats(this.fresh.toReversed());
    this.fresh = [];
    this.show([...newer, ...older].slice(0, MOST));
  };

  private show(entries: readonly Entry[]): void {
    this.entries = entries;
    for (const watcher of this.watchers) watcher();
  }
}

/** Newest first, of each worker its newest sign of life alone: they would push everything else out. */
function lastBeats(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ event }) => {
    if (event.type !== "worker.heartbeat") return true;
    const isFirst = !seen.has(event.worker_id);
    seen.add(event.worker_id);
    return isFirst;
  });
}

export const feed = new Feed(live, session);
