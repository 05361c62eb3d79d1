// Reads JSON as a person typed it, and says where it stops being JSON.

export type Reading = { ok: true; value: unknown } | { ok: false; problem: JsonProblem };

export interface JsonProblem {
  sentence: string;
  /** Counted from 1. */
  line: number;
  column: number;
}

const SAFE = Number.MAX_SAFE_INTEGER;

/** Read `text`; an empty one is no JSON. Integers that would lose digits are refused, as the service refuses them. */
export function read(text: string): Reading {
  const reader = new Reader(text);
  try {
    return { ok: true, value: reader.whole() };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problem: { sentence: error.message, ...reader.place(error.at) } };
    throw error;
  }
}

/** The same JSON, two spaces a level. */
export function tidy(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

class Stop extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/** A reader of RFC 8259. The browser's own says where it stopped in other words in each browser, and in some not at all. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw this.stop("nothing may follow the end of the value");
    return value;
  }

  place(at: number): { line: number; column: number } {
    const before = this.text.slice(0, at).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  }

  private value(): unknown {
    this.space();
    const next = this.text[this.at];
    if (next === undefined) throw this.stop("a value is missing here");
    if (next === "{") return this.object();
    if (next === "[") return this.array();
    if (next === '"') return this.string();
    if (next === "-" || (next >= "0" && next <= "9")) return this.number();
    return this.word();
  }

  private object(): unknown {
    const members = new Map<string, unknown>();
    this.list("}", () => {
      const at = this.at;
      if (this.text[this.at] !== '"') throw this.stop('a name in double quotes is missing here, as "name"');
      const name = this.string();
      if (members.has(name)) throw new Stop(`the name ${JSON.stringify(name)} stands here twice`, at);
      this.space();
      if (this.text[this.at] !== ":") throw this.stop("a colon is missing after the name");
      this.at += 1;
      members.set(name, this.value());
    });
    return Object.fromEntries(members);
  }

  private array(): unknown {
    const items: unknown[] = [];
    this.list("]", () => items.push(this.value()));
    return items;
  }

  private list(end: string, member: () => void): void {
    const start = this.at++;
    this.space();
    if (this.take(end)) return;
    for (;;) {
      this.space();
      if (this.text[this.at] === end) throw this.stop("there is a comma too many before the end");
      member();
      this.space();
      if (this.take(end)) return;
      if (this.at >= this.text.length) throw new Stop(`this is never closed: ${end} is missing`, start);
      if (!this.take(",")) throw this.stop(`a comma or ${end} is missing here`);
    }
  }

  private string(): string {
    const start = this.at++;
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      if (this.text[this.at] === "\n") throw new Stop("this string does not end on its line: a quote is missing", start);
      this.at += this.text[this.at] === "\\" ? 2 : 1;
    }
    if (!this.take('"')) throw new Stop("this string is never closed: a quote is missing", start);
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      throw new Stop("this string holds a character that has to be written with a backslash, as \\n or \\\\", start);
    }
  }

  private number(): number {
    const [written] = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(this.text.slice(this.at)) ?? [""];
    if (!written || /[\d.]/.test(this.text[this.at + written.length] ?? "")) throw this.stop("this is no number of JSON");
    const value = Number(written);
    if (!Number.isFinite(value)) throw this.stop("this number is too large");
    if (/^-?\d+$/.test(written) && Math.abs(value) > SAFE) throw this.stop("this number would lose digits: write it as a string");
    this.at += written.length;
    return value;
  }

  private word(): unknown {
    const [written = ""] = /^[A-Za-z_$]+/.exec(this.text.slice(this.at)) ?? [];
    const known: Record<string, unknown> = { true: true, false: false, null: null };
    if (!Object.hasOwn(known, written)) throw this.stop(this.odd(written));
    this.at += written.length;
    return known[written];
  }

  private odd(written: string): string {
    if (this.text[this.at] === "'") return "strings stand in double quotes";
    return written ? `${written} is no value of JSON: strings stand in double quotes` : `${this.text[this.at]} has no place here`;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  private stop(sentence: string): Stop {
    return new Stop(sentence, this.at);
  }
}
