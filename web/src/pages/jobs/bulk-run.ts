// An act on many jobs: on some by their ids, or on all that match, walked through by the service's cursor.
import { ApiError } from "~/api/error";
import { LongAct, type Standing } from "~/lib/long-act";
import * as jobs from "~/services/jobs";
import { forgetBetweenCallers } from "~/session/session";

export interface Progress extends Standing {
  verb: jobs.BulkVerb;
  done: number;
  refused: readonly jobs.Refusal[];
  /** Not met yet. */
  remaining: number;
  remainingIsExact: boolean;
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

export class BulkRun extends LongAct<Progress> {
  private order: Order | null = null;

  constructor(private readonly call: typeof jobs.bulk = jobs.bulk) {
    super();
  }

  start(order: Order): void {
    if (!this.isUnderWay) this.order = order;
    const { value, exact } = order.expected;
    void this.begin({ verb: order.verb, condition: "running", done: 0, refused: [], remaining: value, remainingIsExact: exact, reason: null });
  }

  protected async step(): Promise<void> {
    const { order } = this;
    if (!order) return;
    const done = await this.call(order.verb, part(order.target));
    this.take(order, done);
    if (done.stopped) throw new ApiError(503, done.stopped.code, done.stopped.sentence);
  }

  protected ended(progress: Progress): void {
    if (progress.condition !== "stopped") this.order?.onEnd(progress);
  }

  private take(order: Order, done: jobs.BulkDone): void {
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
      ...(rest || done.stopped ? {} : { condition: "finished" }),
    });
  }
}

function part(target: jobs.Target): jobs.Target {
  return "ids" in target ? { ids: target.ids.slice(0, CALL) } : target;
}

function restOf(ids: readonly string[], remaining: number): jobs.Target | null {
  const rest = ids.slice(Math.min(CALL, ids.length) - remaining);
  return rest.length ? { ids: rest } : null;
}

/** The one of this tab. */
export const bulkRun = new BulkRun();
forgetBetweenCallers(bulkRun.abandon);
