// What the address of the live page may say: which events are shown.
import { EVENTS, type Event } from "~/pages/live/look";

export interface LiveSearch {
  /** Kinds, apart by commas: `job.failed,job.dead`; every kind when absent. */
  kinds?: string;
  type?: string;
  queue?: string;
  /** Text in anything that a row shows. */
  q?: string;
}

const WORDS = ["type", "queue", "q"] as const;

export function liveSearch(given: Record<string, unknown>): LiveSearch {
  const found: LiveSearch = {};
  const kinds = written(chosen(String(given["kinds"] ?? "")));
  if (kinds) found.kinds = kinds;
  for (const word of WORDS) {
    const value = given[word];
    // The router reads `?type=5` as a number; a type may be called so.
    if ((typeof value === "string" || typeof value === "number") && value !== "") found[word] = String(value);
  }
  return found;
}

/** The kinds that an address names. */
export function chosen(kinds: string | undefined): ReadonlySet<Event> {
  const words = new Set((kinds ?? "").split(","));
  return new Set(EVENTS.filter((kind) => words.has(kind)));
}

/** Kinds as an address names them; undefined where all are meant. */
export function written(kinds: ReadonlySet<Event>): string | undefined {
  return kinds.size === 0 || kinds.size === EVENTS.length ? undefined : EVENTS.filter((kind) => kinds.has(kind)).join(",");
}
