// The page's one stream of live events: opened by a ticket, resumed where it broke, at rest while nobody looks.
import { address } from "~/api/address";
import { api, data, type Schemas } from "~/api/client";
import { ApiError } from "~/api/error";

/** One event as it is told; `docs/howto/live-events.md` explains each kind. */
export type LiveEvent = Schemas["LiveMessage"];
export type Kind = LiveEvent["type"];

const EVERY_KIND: Record<Kind, true> = {
  "job.enqueued": true,
  "job.started": true,
  "job.progress": true,
  "job.failed": true,
  "job.completed": true,
  "job.dead": true,
  "job.cancelled": true,
  "worker.heartbeat": true,
  "stats.update": true,
  gap: true,
  closed: true,
};

/** Complete by the type above: an `EventSource` hears only kinds that it was told of by name. */
export const KINDS = Object.keys(EVERY_KIND) as Kind[];

/** `off`: not wanted; `resting`: nobody looks; `refused`: the service gives this caller none. */
export type Condition = "off" | "connecting" | "open" | "waiting" | "resting" | "refused";

export interface Standing {
  condition: Condition;
  /** When something was last heard, ms since 1970; null: never. */
  heardAt: number | null;
  /** Why it waits or was refused. */
  reason: string | null;
}

type Listener = (event: LiveEvent) => void;

const FIRST_WAIT = 1000; // ms before the second try; doubled for each further one
const LONGEST_WAIT = 30_000;
const REST_AFTER = 60_000; // ms that a tab may be hidden before its stream is given up
const SILENCE = 45_000; // ms; the service gives a sign of life every 15 s

export class LiveStream {
  private standing: Standing = { condition: "off", heardAt: null, reason: null };
  private readonly watchers = new Set<() => void>();
  private readonly listeners = new Set<Listener>();
  private source: EventSource | null = null;
  private lastId: string | null = null;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private turn = 0; // each opening has its own: what an earlier one still says is not heard

  /** Listen as long as the page wants to; begin() again after another caller signed in. */
  begin(): void {
    document.addEventListener("visibilitychange", this.look);
    window.addEventListener("online", this.again);
    this.lastId = null;
    this.tries = 0;
    void this.open();
  }

  end(): void {
    document.removeEventListener("visibilitychange", this.look);
    window.removeEventListener("online", this.again);
    this.close();
    this.stand("off");
  }

  /** Hear every event from now on; returns what ends that. */
  listen = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** For `useSyncExternalStore`. */
  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  current = (): Standing => this.standing;

  /** Try at once, without waiting for the next turn. */
  again = (): void => {
    if (["waiting", "resting", "refused"].includes(this.standing.condition)) {
      this.tries = 0;
      void this.open();
    }
  };

  private async open(): Promise<void> {
    this.close();
    const turn = ++this.turn;
    this.stand("connecting");
    try {
      const { ticket } = await data(api.POST("/events/ticket"));
      if (turn === this.turn) this.follow(ticket);
    } catch (error) {
      if (turn === this.turn) this.failed(ApiError.of(error));
    }
  }

  private follow(ticket: string): void {
    const query = new URLSearchParams({ ticket, ...(this.lastId ? { last_event_id: this.lastId } : {}) });
    const source = new EventSource(address(`/events?${query}`));
    this.source = source;
    source.onopen = () => {
      this.tries = 0;
      this.heard();
    };
    source.onerror = () => this.later("the stream broke off");
    source.onmessage = (message: MessageEvent<string>) => this.mark(message);
    for (const kind of KINDS) source.addEventListener(kind, (message: MessageEvent<string>) => this.hear(message));
  }

  private hear(message: MessageEvent<string>): void {
    this.mark(message);
    const event = parsed(message.data);
    if (event) for (const listener of this.listeners) listener(event);
  }

  private mark(message: MessageEvent<string>): void {
    if (message.lastEventId) this.lastId = message.lastEventId;
    this.heard();
  }

  private heard(): void {
    this.standing = { condition: "open", heardAt: Date.now(), reason: null };
    this.tell();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.later("nothing was heard for a while"), SILENCE);
  }

  private failed(error: ApiError): void {
    if (error.mayPass) this.later(error.sentence, (error.retryAfter ?? 0) * 1000);
    else this.stand("refused", error.sentence);
  }

  private later(reason: string, atLeast = 0): void {
    this.close();
    this.stand("waiting", reason);
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++);
    this.timer = setTimeout(() => void this.open(), Math.max(atLeast, wait * (0.5 + Math.random() / 2)));
  }

  private look = (): void => {
    clearTimeout(this.rest);
    if (!document.hidden) return this.again();
    this.rest = setTimeout(() => {
      this.close();
      this.stand("resting");
    }, REST_AFTER);
    return undefined;
  };

  private close(): void {
    this.turn += 1;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.source?.close();
    this.source = null;
  }

  private stand(condition: Condition, reason: string | null = null): void {
    this.standing = { ...this.standing, condition, reason };
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}

function parsed(text: string): LiveEvent | null {
  try {
    return JSON.parse(text) as LiveEvent;
  } catch {
    return null; // a line of a newer service that this page does not know: the next one may be known
  }
}

export const live = new LiveStream();
