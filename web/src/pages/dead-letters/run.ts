// A long act on many dead letters, in calls of bounded size: it goes on while other pages are shown, and can be stopped.
import { useSyncExternalStore } from "react";
import { toast } from "sonner";
import { ApiError } from "~/api/error";
import * as format from "~/format";
import * as deadLetters from "~/services/dead-letters";

/** Which letters, as they were when somebody was asked: what died since then is not among them. */
export interface Batch {
  /** What they are, for people: `send_email: timeout after # s`. */
  what: string;
  filter: deadLetters.Filters;
  count: number;
}

export type Act = "requeue" | "drop";

/** `canary`: one was requeued and is watched; `stopping`: after the call that is under way. */
export type Phase = "canary" | "working" | "stopping" | "stopped" | "failed" | "finished";

export interface Run {
  act: Act;
  batch: Batch;
  phase: Phase;
  done: number;
  /** Letters of the batch that are still dead. */
  remaining: number;
  /** The fresh job that went first. */
  canary: string | null;
  deferred: boolean;
  problem: string | null;
}

const CALLS = 20; // in how many calls a batch is done about, so that its progress is seen
const LEAST = 25; // letters of one call
const MOST = 500;
const STEP = { requeue: deadLetters.requeueSome, drop: deadLetters.dropSome };
const DONE = { requeue: "requeued", drop: "dropped" };

/**
 * A batch of letters that all died before now. Without the moment a job that dies again at once would be requeued by the
 * same act, over and over.
 */
export function batchOf(what: string, filter: deadLetters.Filters, count: number, newestAt: string): Batch {
  return { what, count, filter: { ...filter, before: new Date(Date.parse(newestAt) + 1).toISOString() } };
}

export class Runner {
  private run: Run | null = null;
  private readonly watchers = new Set<() => void>();

  /** For `useSyncExternalStore`. */
  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  current = (): Run | null => this.run;

  /** Requeue the oldest one, and wait for a person to say what becomes of the others. */
  async sendCanary(batch: Batch): Promise<void> {
    const step = await deadLetters.requeueSome(batch.filter, 1);
    const [canary] = step.jobs;
    if (!canary) throw gone();
    this.run = { ...fresh("requeue", batch), phase: "canary", canary, done: 1, remaining: step.remaining, deferred: step.deferred };
    this.tell();
  }

  /** All of them; resolves when the last call has ended, however it did. */
  async begin(act: Act, batch: Batch): Promise<void> {
    this.run = fresh(act, batch);
    await this.work();
  }

  /** The others after the canary, or what was left when it stopped. */
  goOn = async (): Promise<void> => {
    if (!this.run || this.isUnderWay()) return;
    this.change({ phase: "working", problem: null });
    await this.work();
  };

  /** After the call that is under way. */
  stop = (): void => {
    if (this.run?.phase === "working") this.change({ phase: "stopping" });
  };

  /** It was seen. */
  dismiss = (): void => {
    if (this.isUnderWay()) return;
    this.run = null;
    this.tell();
  };

  isUnderWay(): boolean {
    return this.run?.phase === "working" || this.run?.phase === "stopping";
  }

  private async work(): Promise<void> {
    this.tell();
    while (this.run?.phase === "working") await this.step(this.run);
    if (this.run?.phase === "stopping") this.change({ phase: "stopped" });
    this.say();
  }

  private async step({ act, batch, done }: Run): Promise<void> {
    try {
      const step = await STEP[act](batch.filter, sizeOf(batch.count));
      const deferred = step.deferred || (this.run?.deferred ?? false);
      this.change({ done: done + step.done, remaining: step.remaining, deferred });
      if (step.remaining === 0) this.change({ phase: "finished" });
      else if (step.done === 0) throw stuck(step.remaining);
    } catch (error) {
      this.change({ phase: "failed", problem: ApiError.of(error).sentence });
    }
  }

  private say(): void {
    if (!this.run) return;
    const { act, phase, done, problem } = this.run;
    const sentence = `${format.counted(done, "dead letter")} ${DONE[act]}`;
    if (phase === "finished") toast.success(sentence);
    else toast.warning(`${sentence}, then it stopped`, { description: problem ?? undefined });
  }

  private change(change: Partial<Run>): void {
    if (this.run) this.run = { ...this.run, ...change };
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}

function fresh(act: Act, batch: Batch): Run {
  return { act, batch, phase: "working", done: 0, remaining: batch.count, canary: null, deferred: false, problem: null };
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

/** The act that is under way or was not seen yet; null where there is none. */
export function useRun(): Run | null {
  return useSyncExternalStore(runner.subscribe, runner.current);
}
