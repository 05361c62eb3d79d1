// A long act on many dead letters, all of them in calls of bounded size, or one of them first.
import { useSyncExternalStore } from "react";
import { toast } from "sonner";
import { ApiError } from "~/api/error";
import * as format from "~/format";
import { LongAct, type Standing } from "~/lib/long-act";
import * as deadLetters from "~/services/dead-letters";
import { forgetBetweenCallers } from "~/session/session";

/** Which letters, as they were when somebody was asked: what died since then is not among them. */
export interface Batch {
  /** What they are, for people: `send_email: timeout after # s`. */
  what: string;
  filter: deadLetters.Filters;
  count: number;
}

export type Act = "requeue" | "drop";

export interface Run extends Standing {
  act: Act;
  batch: Batch;
  done: number;
  /** Letters of the batch that are still dead. */
  remaining: number;
  /** The fresh job that went first, as long as the others wait for what becomes of it. */
  canary: string | null;
  deferred: boolean;
}

const CALLS = 20; // in how many calls a batch is done about, so that its progress is seen
const LEAST = 25; // letters of one call
const MOST = 500;
const STEP = { requeue: deadLetters.requeueSome, drop: deadLetters.dropSome };
export const DONE = { requeue: "requeued", drop: "dropped" };

/**
 * A batch of letters that all died before now. Without the moment a job that dies again at once would be requeued by the
 * same act, over and over.
 */
export function batchOf(what: string, filter: deadLetters.Filters, count: number, newestAt: string): Batch {
  return { what, count, filter: { ...filter, before: new Date(Date.parse(newestAt) + 1).toISOString() } };
}

export class Runner extends LongAct<Run> {
  /** Requeue the oldest one, and wait for a person to say what becomes of the others. */
  async sendCanary(batch: Batch): Promise<void> {
    const step = await deadLetters.requeueSome(batch.filter, 1);
    const [canary] = step.jobs;
    if (!canary) throw gone();
    this.set({ ...fresh("requeue", batch), condition: "stopped", canary, done: 1, remaining: step.remaining, deferred: step.deferred });
  }

  /** The others after the canary. */
  sendOthers = (): Promise<void> => {
    this.change({ canary: null });
    return this.goOn();
  };

  /** All of them. */
  sendAll(act: Act, batch: Batch): Promise<void> {
    return this.begin(fresh(act, batch));
  }

  protected async step(): Promise<void> {
    const run = this.current();
    if (!run) return;
    const { done, remaining, deferred } = await STEP[run.act](run.batch.filter, sizeOf(run.batch.count));
    this.change({ done: run.done + done, remaining, deferred: run.deferred || deferred, ...(remaining === 0 ? { condition: "finished" } : {}) });
    if (remaining > 0 && done === 0) throw stuck(remaining);
  }

  protected ended({ act, condition, done, reason }: Run): void {
    const sentence = `${format.counted(done, "dead letter")} ${DONE[act]}`;
    if (condition === "finished") toast.success(sentence);
    else toast.warning(`${sentence}, then it stopped`, { description: reason ?? undefined });
  }
}

function fresh(act: Act, batch: Batch): Run {
  return { act, batch, condition: "running", reason: null, done: 0, remaining: batch.count, canary: null, deferred: false };
}

function sizeOf(count: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.ceil(count / CALLS)));
}

function gone(): ApiError {
  return new ApiError(404, "gone", "none of them is left: somebody else was there first");
}

function stuck(remaining: number): ApiError {
  return new ApiError(409, "stuck", `${format.counted(remaining, "letter")} could not be taken; look again in a moment`);
}

export const runner = new Runner();
forgetBetweenCallers(runner.abandon);

/** The act that is under way or was not seen yet; null where there is none. */
export function useRun(): Run | null {
  return useSyncExternalStore(runner.subscribe, runner.current);
}
