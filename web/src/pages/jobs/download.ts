// A list as a file: read while it is sent, written while it is read where the browser can, else put together and handed over.
import { toast } from "sonner";
import { ApiError } from "~/api/error";
import { Observable } from "~/lib/observable";
import * as format from "~/format";
import { RecordCounter } from "~/pages/jobs/record-counter";
import * as jobs from "~/services/jobs";
import { forgetBetweenCallers } from "~/session/session";

export interface DownloadProgress {
  name: string;
  rows: number;
  bytes: number;
  /** How many rows there will be, where that is known. */
  expected: number | null;
}

interface Sink {
  write: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** The file is whole. */
  close: () => Promise<void>;
  /** Nothing is kept of it. */
  drop: () => Promise<void>;
}

type Picker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

const TOLD_EVERY = 150; // ms

export class Download extends Observable<DownloadProgress | null> {
  private stopping = new AbortController();

  constructor() {
    super(null);
  }

  /** All that match. Asks for a place first, where the browser can write as it reads. */
  async start(filters: jobs.Filters, kind: jobs.Format, expected: number | null): Promise<void> {
    if (this.current()) return;
    const name = `jobs-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.${kind}`;
    this.stopping = new AbortController();
    const sink = await open(name);
    if (!sink) return;
    this.set({ name, rows: 0, bytes: 0, expected });
    try {
      const rows = await this.pump(await jobs.download(filters, kind, this.stopping.signal), kind, sink);
      toast.success(`${format.counted(rows, "job")} in ${name}`);
    } catch (error) {
      await sink.drop();
      if (!this.stopping.signal.aborted) tell(error);
    } finally {
      this.set(null);
    }
  }

  stop = (): void => this.stopping.abort();

  private async pump(stream: ReadableStream<Uint8Array>, kind: jobs.Format, sink: Sink): Promise<number> {
    const reader = stream.getReader();
    const counter = new RecordCounter(kind === "csv");
    let told = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      counter.feed(value);
      await sink.write(new Uint8Array(value));
      if (Date.now() - told < TOLD_EVERY) continue;
      told = Date.now();
      const before = this.current();
      if (before) this.set({ ...before, rows: counter.rows, bytes: counter.bytes });
    }
    await sink.close();
    return counter.rows;
  }
}

/** Null when the reader thought better of it. */
async function open(name: string): Promise<Sink | null> {
  const { showSaveFilePicker: pick } = globalThis as { showSaveFilePicker?: Picker };
  if (!pick) return inMemory(name);
  try {
    const file = await (await pick({ suggestedName: name })).createWritable();
    return { write: (chunk) => file.write(chunk), close: () => file.close(), drop: () => file.abort() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    return inMemory(name); // the browser does not allow it here
  }
}

function inMemory(name: string): Sink {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (chunk) => void chunks.push(chunk),
    close: async () => handOver(new Blob(chunks), name),
    drop: async () => void chunks.splice(0),
  };
}

function handOver(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it meanwhile
}

function tell(error: unknown): void {
  const { sentence, status } = ApiError.of(error);
  const broken = "it broke off on its way, and nothing was kept";
  toast.error("The download did not succeed", { description: status ? sentence : broken, duration: 10_000 });
}

/** The one of this tab. */
export const download = new Download();
forgetBetweenCallers(download.stop);
