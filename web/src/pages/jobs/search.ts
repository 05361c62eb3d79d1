// What the address of the jobs page may say: its filters, so that a link shows the same rows.
import type { Filters } from "~/services/jobs";
import { STATES, type State } from "~/states";

export type JobsSearch = Filters;

const WORDS = ["type", "queue", "tags", "created_after", "created_before"] as const;

/** Takes what it knows; the rest of an address does not stop the page. */
export function jobsSearch(given: Record<string, unknown>): JobsSearch {
  const found: JobsSearch = {};
  if (isState(given["status"])) found.status = given["status"];
  for (const word of WORDS) {
    const value = given[word];
    // The router reads `?type=5` as a number; a type may be called so.
    if (typeof value === "string" || typeof value === "number") found[word] = String(value) || undefined;
  }
  return found;
}

function isState(value: unknown): value is State {
  return STATES.includes(value as State);
}
