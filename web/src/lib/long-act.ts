// An act of many calls: it goes on while other pages are looked at, waits out what passes by itself, and can be stopped and
// taken up again.
import { ApiError } from "~/api/error";
import { Observable } from "~/lib/observable";

/**
 * `stopping`: after the call that is under way; `waiting`: something is in the way, it tries again by itself; `stopped`: by a
 * person; `failed`: by what does not pass.
 */
export type Condition = "running" | "stopping" | "waiting" | "stopped" | "failed" | "finished";

export interface Standing {
  condition: Condition;
  /** Why it waits or failed. */
  reason: string | null;
}

const FIRST_WAIT = 1000; // ms, doubled with each vain try
const LONGEST_WAIT = 30_000;
const LASTING = new Set(["monthly_limit_reached"]); // what no waiting helps against

/** What it is about is null before it begins, and after it was dismissed. */
export abstract class LongAct<Progress extends Standing> extends Observable<Progress | null> {
  private tries = 0;
  private goes = false;
  private hurry: (() => void) | null = null;

  constructor() {
    super(null);
  }

  /** One call: what it did is noted by `change`, what stands in its way is raised. */
  protected abstract step(): Promise<void>;

  /** It finished, failed, or was stopped. */
  protected abstract ended(progress: Progress): void;

  /** Begin; what was under way before has to have ended. Resolves when it has ended, however it did. */
  protected begin(progress: Progress): Promise<void> {
    if (this.isUnderWay || this.goes) throw new Error("another act is under way: stop it first");
    this.set(progress);
    return this.go();
  }

  /** End it after the call that is under way, whose outcome is counted. */
  stop = (): void => {
    if (this.isUnderWay) this.stand("stopping");
    this.hurry?.();
  };

  /** Take it up again where it ended, or at once where it waits. */
  goOn = async (): Promise<void> => {
    this.hurry?.();
    if (!this.isUnderWay && this.current()) await this.go();
  };

  /** Forget what has ended. */
  dismiss = (): void => {
    if (!this.isUnderWay) this.set(null);
  };

  /** Forget it, under way or not: whoever began it is gone. A call that was sent is not taken back. */
  abandon = (): void => {
    this.set(null);
    this.hurry?.();
  };

  get isUnderWay(): boolean {
    return this.is("running", "stopping", "waiting");
  }

  protected change(change: Partial<Progress>): void {
    const before = this.current();
    if (before) this.set({ ...before, ...change });
  }

  private is(...conditions: Condition[]): boolean {
    const standing = this.current();
    return standing !== null && conditions.includes(standing.condition);
  }

  private async go(): Promise<void> {
    this.tries = 0;
    this.goes = true;
    addEventListener("beforeunload", warn);
    this.stand("running");
    while (this.is("running")) await this.attempt();
    if (this.is("stopping")) this.stand("stopped");
    removeEventListener("beforeunload", warn);
    this.goes = false;
    const progress = this.current();
    if (progress) this.ended(progress);
  }

  private async attempt(): Promise<void> {
    try {
      await this.step();
      this.tries = 0;
    } catch (error) {
      await this.hindered(ApiError.of(error));
    }
  }

  private async hindered({ code, sentence, mayPass, retryAfter }: ApiError): Promise<void> {
    if (!mayPass || LASTING.has(code)) return this.stand("failed", sentence);
    if (!this.is("running")) return undefined;
    this.stand("waiting", sentence);
    await this.rest(retryAfter ? retryAfter * 1000 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++));
    if (this.is("waiting")) this.stand("running");
    return undefined;
  }

  /** Some milliseconds, or until somebody stops it or wants it to go on. */
  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.hurry = () => {
        clearTimeout(timer);
        this.hurry = null;
        resolve();
      };
      const timer = setTimeout(this.hurry, ms);
    });
  }

  private stand(condition: Condition, reason: string | null = null): void {
    const before = this.current();
    if (before) this.set({ ...before, condition, reason });
  }
}

/** Leaving the page would leave the rest undone: the browser asks first. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
