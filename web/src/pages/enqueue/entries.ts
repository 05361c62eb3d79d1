// Jobs out of a text: a JSON array, or one JSON object on each line; each entry that is wrong is told by its place.
import * as jsonText from "~/lib/json-text";
import type { NewJob } from "~/services/enqueue";

export interface Entry {
  job: NewJob;
  /** As it was written, on one line. */
  text: string;
}

export interface Wrong {
  /** The line, or where that means nothing the number of the entry; counted from 1. */
  place: string;
  sentence: string;
}

export interface Read {
  entries: Entry[];
  wrong: Wrong[];
  isArray: boolean;
}

/** Complete by its type: what a job may say. */
const NAMES: Record<keyof NewJob, true> = {
  type: true,
  payload: true,
  priority: true,
  queue_name: true,
  max_attempts: true,
  retries: true,
  scheduled_at: true,
  delay_ms: true,
  ttl_seconds: true,
  timeout_seconds: true,
  backoff: true,
  tags: true,
};
const TYPE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Everything that can be known of a text without asking the service, which judges the rest. */
export function read(text: string): Read {
  return text.trimStart().startsWith("[") ? ofArray(text) : ofLines(text);
}

/** What was not made yet, as a text that reads as the same entries. */
export function rest({ entries, isArray }: Read, made: number): string {
  const lines = entries.slice(made).map((entry) => entry.text);
  if (lines.length === 0) return "";
  return isArray ? `[\n${lines.join(",\n")}\n]` : lines.join("\n");
}

function ofArray(text: string): Read {
  const found: Read = { entries: [], wrong: [], isArray: true };
  const reading = jsonText.read(text);
  if (!reading.ok) {
    const { line, column, sentence } = reading.problem;
    found.wrong.push({ place: `Line ${line}, column ${column}`, sentence });
  } else for (const [index, value] of (reading.value as unknown[]).entries()) note(found, value, JSON.stringify(value), `Entry ${index + 1}`);
  return found;
}

function ofLines(text: string): Read {
  const found: Read = { entries: [], wrong: [], isArray: false };
  for (const [index, line] of text.split("\n").entries()) {
    const written = line.trim();
    if (!written) continue;
    const reading = jsonText.read(written);
    if (reading.ok) note(found, reading.value, written, `Line ${index + 1}`);
    else found.wrong.push({ place: `Line ${index + 1}, column ${reading.problem.column}`, sentence: reading.problem.sentence });
  }
  return found;
}

function note(found: Read, value: unknown, text: string, place: string): void {
  const sentence = fault(value);
  if (sentence) found.wrong.push({ place, sentence });
  else found.entries.push({ job: value as NewJob, text });
}

function fault(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "a job is an object: {\"type\": ..., \"payload\": ...}";
  const { type } = value as Record<string, unknown>;
  if (type === undefined) return "type is missing";
  if (typeof type !== "string" || !TYPE.test(type)) return "type must be 1 to 64 of A-Z a-z 0-9 _ . -, beginning with a letter or digit";
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(NAMES, name));
  return unknown === undefined ? null : `${unknown} is not a known field`;
}

const MOST_BYTES = 8 * 2 ** 20; // half of what the service takes at once where nothing else is set

/** So many of the entries from `from` as may be sent at once. */
export function batch(entries: readonly Entry[], from: number, most: number): Entry[] {
  let to = from;
  for (let size = 0; to < entries.length && to - from < most; to += 1) {
    size += (entries[to]?.text.length ?? 0) * 2;
    if (size > MOST_BYTES && to > from) break;
  }
  return entries.slice(from, to);
}
