// What the address of the jobs page may say: its filters and their order, so that a link shows the same rows.
import { type Filters, SORTS, SPANS, type Sorting, type Span } from "~/services/jobs";
import { STATES, type State } from "~/states";

export type JobsSearch = Filters;

const WORDS = ["type", "queue", "tags", "q"] as const;
const MOMENTS = ["created_after", "created_before", "finished_after", "finished_before"] as const;
const ENDING_NOW = ["created_last", "finished_last"] as const;

/** Takes what it knows; the rest of an address does not stop the page. */
export function jobsSearch(given: Record<string, unknown>): JobsSearch {
  const found: JobsSearch = {};
  const status = joined(statesOf(given));
  if (status) found.status = status;
  for (const word of WORDS) {
    const value = given[word];
    // The router reads `?type=5` as a number; a type may be called so.
    if (typeof value === "string" || typeof value === "number") found[word] = String(value) || undefined;
  }
  for (const name of MOMENTS) {
    const value = given[name];
    if (typeof value === "string" && !Number.isNaN(Date.parse(value))) found[name] = value;
  }
  for (const name of ENDING_NOW) if (isSpan(given[name])) found[name] = given[name];
  if (isSorting(given["sort"])) found.sort = given["sort"];
  return found;
}

/** The states that are filtered by, in the order in which a job passes through them; none: every state. */
export function statesOf({ status }: { status?: unknown }): State[] {
  const words = typeof status === "string" ? status.split(",") : [];
  return STATES.filter((state) => words.includes(state));
}

/** The other way round. */
export function joined(states: readonly State[]): string | undefined {
  return STATES.filter((state) => states.includes(state)).join(",") || undefined;
}

/** How the list stands when the address does not say it. */
export function sortOf(filters: JobsSearch): Sorting {
  const byEnd = filters.finished_after || filters.finished_before || filters.finished_last;
  return filters.sort ?? (byEnd ? "-finished_at" : "-created_at");
}

/** Whether anything is filtered by. */
export function isNarrow(filters: JobsSearch): boolean {
  return Object.values({ ...filters, sort: undefined }).some(Boolean);
}

function isSpan(value: unknown): value is Span {
  return typeof value === "string" && Object.hasOwn(SPANS, value);
}

function isSorting(value: unknown): value is Sorting {
  return SORTS.includes(value as Sorting);
}
