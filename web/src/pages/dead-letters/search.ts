// What the address of the dead letters may say: filters, which group is open, which letter is read.
import type { Filters } from "~/services/dead-letters";

export interface DeadSearch {
  type?: string;
  queue?: string;
  /** In the error. */
  text?: string;
  /** RFC 3339. */
  before?: string;
  /** The group that is open. */
  group?: string;
  /** One by one instead of by error. */
  view?: "letters";
  /** Also those that were requeued. */
  requeued?: true;
  /** The letter that is read, at the side. */
  letter?: string;
}

const WORDS = ["type", "queue", "text", "group", "letter"] as const;

/** Takes what it knows; the rest of an address does not stop the page. */
export function deadSearch(given: Record<string, unknown>): DeadSearch {
  const found: DeadSearch = {};
  for (const word of WORDS) {
    const value = given[word];
    // The router reads `?type=5` as a number; a type may be called so.
    if (typeof value === "string" || typeof value === "number") found[word] = String(value) || undefined;
  }
  const before = given["before"];
  if (typeof before === "string" && !Number.isNaN(Date.parse(before))) found.before = before;
  if (given["view"] === "letters") found.view = "letters";
  if (given["requeued"] === true) found.requeued = true;
  return found;
}

/** The same in the words of the service, without the group. */
export function filtersOf({ type, queue, text, before }: DeadSearch): Filters {
  return {
    ...(type ? { type } : {}),
    ...(queue ? { queue } : {}),
    ...(text ? { error_contains: text } : {}),
    ...(before ? { before } : {}),
  };
}
