// Sends many jobs, batch after batch: each is made wholly or not at all, and what is made stays made when it stops. Text and
// progress stay while other pages are looked at.
import { toast } from "sonner";
import { ApiError } from "~/api/error";
import * as format from "~/format";
import { LongAct, type Standing } from "~/lib/long-act";
import { Observable } from "~/lib/observable";
import { random } from "~/lib/random";
import { batch, type Read, rest } from "~/pages/enqueue/entries";
import * as enqueue from "~/services/enqueue";
import { forgetBetweenCallers } from "~/session/session";

export interface Pasted {
  text: string;
  /** Of the file that it came from; empty where it was typed. */
  name: string;
}

const NOTHING: Pasted = { text: "", name: "" };

/** What is to be sent, as long as the tab is open. */
export class Draft extends Observable<Pasted> {
  constructor() {
    super(NOTHING);
  }

  write = (text: string, name = ""): void => this.set({ text, name });

  forget = (): void => this.set(NOTHING);
}

export interface Progress extends Standing {
  made: number;
  total: number;
}

export class Sending extends LongAct<Progress> {
  private found: Read = { entries: [], wrong: [], isArray: false };
  private key = "";

  constructor(
    private readonly draft: Draft,
    private readonly call: typeof enqueue.many = enqueue.many,
  ) {
    super();
  }

  /** Send what was read in the draft, in which stays what was not made; resolves when that has ended. */
  send(found: Read): Promise<void> {
    this.found = found;
    this.key = random();
    return this.begin({ condition: "running", reason: null, made: 0, total: found.entries.length });
  }

  /** Under one key, so that a batch whose answer was lost is made once. */
  protected async step(): Promise<void> {
    const before = this.current();
    if (!before) return;
    const next = batch(this.found.entries, before.made, enqueue.MOST_AT_ONCE);
    const jobs = next.map((entry) => entry.job);
    await this.call(jobs, this.key).catch((error: unknown) => Promise.reject(placed(ApiError.of(error))));
    this.key = random();
    const made = before.made + next.length;
    this.change(made < before.total ? { made } : { made, condition: "finished" });
  }

  protected ended({ condition, made, total, reason }: Progress): void {
    this.draft.write(rest(this.found, made));
    const sentence = `${format.counted(made, "job")} enqueued`;
    if (condition === "finished") toast.success(sentence);
    else toast.warning(`${sentence} of ${format.count(total)}`, { description: reason ?? "The rest is still in the text." });
  }
}

/** The service names an entry of the batch; what is left in the text begins with that batch. */
function placed(error: ApiError): ApiError {
  const entry = /^\[(\d+)\]\.?(.*)$/.exec(error.field ?? "");
  if (!entry) return error;
  const field = entry[2] ? `${entry[2]}: ` : "";
  return new ApiError(error.status, error.code, `Entry ${Number(entry[1]) + 1} of what is left in the text: ${field}${error.sentence}`);
}

export const draft = new Draft();
export const sending = new Sending(draft);
forgetBetweenCallers(draft.forget);
forgetBetweenCallers(sending.abandon);
