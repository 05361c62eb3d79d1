// An act on many jobs, call after call until all were met: it goes on while other pages are looked at, waits out what passes
// by itself, and can be stopped and taken up again.
import { ApiError } from "~/api/error";
import { Observable } from "~/lib/observable";
import * as jobs from "~/services/jobs";

/** `waiting`: something is in the way, it tries again by itself; `stopped`: by a person; `failed`: by what does not pass. */
export type Condition = "running" | "waiting" | "stopped" | "failed" | "finished";

export interface Progress {
  verb: jobs.BulkVerb;
  condition: Condition;
  done: number;
  refused: readonly jobs.Refusal[];
  /** Not met yet. */
  remaining: number;
  remainingIsExact: boolean;
  /** Why it waits or failed. */
  reason: string | null;
}

interface Order {
  verb: jobs.BulkVerb;
  target: jobs.Target;
  /** How many there are, as far as is known. */
  expected: { value: number; exact: boolean };
  /** Called once it has ended by itself. */
  onEnd: (progress: Progress) => void;
}

const CALL = 100; // ids
const FIRST_WAIT = 1000; // ms, doubled with each vain try
const LONGEST_WAIT = 30_000;
const LASTING = new Set(["monthly_limit_reached"]); // what no waiting helps against

export class BulkRun extends Observable<Progress | null> {
  private order: Order | null = null;
  private stopping = new AbortController();
  private tries = 0;

  constructor(private readonly call: typeof jobs.bulk = jobs.bulk) {
    super(null);
  }

  /** Begin; what was under way before has to have ended. */
  start(order: Order): void {
    if (this.isUnderWay) throw new Error("another act is under way: stop it first");
    this.order = order;
    const { value, exact } = order.expected;
    this.set({ verb: order.verb, condition: "running", done: 0, refused: [], remaining: value, remainingIsExact: exact, reason: null });
    void this.go();
  }

  /** End it after the call that is under way, whose jobs are counted. */
  stop = (): void => this.stopping.abort();

  /** Take it up again where it ended, or at once where it waits. */
  goOn = (): void => {
    this.hurry?.();
    if (!this.isUnderWay && this.order) void this.go();
  };

  /** Forget what has ended. */
  dismiss = (): void => {
    if (this.isUnderWay) return;
    this.order = null;
    this.set(null);
  };

  get isUnderWay(): boolean {
    const condition = this.current()?.condition;
    return condition === "running" || condition === "waiting";
  }

  private hurry: (() => void) | null = null;

  private async go(): Promise<void> {
    this.stopping = new AbortController();
    this.tries = 0;
    addEventListener("beforeunload", warn);
    this.change({ condition: "running", reason: null });
    while (this.current()?.condition === "running") await this.step();
    removeEventListener("beforeunload", warn);
    const ended = this.current();
    if (ended && ended.condition !== "stopped") this.order?.onEnd(ended);
  }

  private async step(): Promise<void> {
    const { order } = this;
    if (!order) return;
    if (this.stopping.signal.aborted) return this.change({ condition: "stopped" });
    try {
      this.take(order, await this.call(order.verb, part(order.target)));
    } catch (error) {
      await this.hindered(ApiError.of(error));
      return;
    }
    const stopped = this.latest?.stopped;
    if (stopped) await this.hindered(new ApiError(503, stopped.code, stopped.sentence));
    else this.tries = 0;
  }

  private latest: jobs.BulkDone | null = null;

  private take(order: Order, done: jobs.BulkDone): void {
    this.latest = done;
    const before = this.current();
    if (!before) return;
    const rest = "ids" in order.target ? restOf(order.target.ids, done.remaining) : done.has_more ? { ...order.target, cursor: done.next_cursor } : null;
    const left = rest && "ids" in rest ? rest.ids.length : done.remaining;
    if (rest) order.target = rest;
    this.change({
      done: before.done + done.done,
      refused: [...before.refused, ...done.refused],
      remaining: rest ? left : 0,
      remainingIsExact: !rest || "ids" in rest || done.remaining_is_exact,
      condition: rest || done.stopped ? "running" : "finished",
    });
  }

  private async hindered({ code, sentence, mayPass, retryAfter }: ApiError): Promise<void> {
    if (!mayPass || LASTING.has(code)) return this.change({ condition: "failed", reason: sentence });
    this.change({ condition: "waiting", reason: sentence });
    await this.rest(retryAfter ? retryAfter * 1000 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++));
    return this.change({ condition: "running", reason: null });
  }

  /** Some milliseconds, or until somebody stops it or wants it to go on. */
  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
      this.stopping.signal.addEventListener("abort", this.hurry, { once: true });
    });
  }

  private change(change: Partial<Progress>): void {
    const before = this.current();
    if (before) this.set({ ...before, ...change });
  }
}

function part(target: jobs.Target): jobs.Target {
  return "ids" in target ? { ids: target.ids.slice(0, CALL) } : target;
}

function restOf(ids: readonly string[], remaining: number): jobs.Target | null {
  const rest = ids.slice(Math.min(CALL, ids.length) - remaining);
  return rest.length ? { ids: rest } : null;
}

/** Leaving the page would leave the rest undone: the browser asks first. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The one of this tab. */
export const bulkRun = new BulkRun();
