// Counts the rows of a file as its bytes go by.

const QUOTE = 34;
const NEWLINE = 10;

export class RecordCounter {
  bytes = 0;
  private lines = 0;
  private quoted = false;

  /** In CSV the first line is a heading, and a line break within quotes belongs to a cell. */
  constructor(private readonly csv: boolean) {}

  feed(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    for (const byte of chunk) {
      if (byte === QUOTE && this.csv) this.quoted = !this.quoted;
      else if (byte === NEWLINE && !this.quoted) this.lines += 1;
    }
  }

  get rows(): number {
    return this.csv ? Math.max(0, this.lines - 1) : this.lines;
  }
}
