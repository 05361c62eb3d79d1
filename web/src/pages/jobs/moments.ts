// The moments that jobs are filtered by: read out of the filters, said in words, and to and from the browser's own fields.
import * as format from "~/format";
import type { Filters, Span } from "~/services/jobs";

export type MomentsOf = "created" | "finished";

export const SPAN_NAMES: Record<Span, string> = { "15m": "15 minutes", "1h": "hour", "24h": "24 hours", "7d": "7 days" };

/** Takes every filter of time away. */
export const NO_MOMENTS: Filters = {
  created_after: undefined,
  created_before: undefined,
  created_last: undefined,
  finished_after: undefined,
  finished_before: undefined,
  finished_last: undefined,
};

export interface Moments {
  of: MomentsOf;
  last?: Span;
  after?: string;
  before?: string;
}

/** What is asked of one of the two; null: nothing. */
function momentsAt(filters: Filters, of: MomentsOf): Moments | null {
  const last = filters[`${of}_last`];
  const after = last ? undefined : filters[`${of}_after`];
  const before = filters[`${of}_before`];
  return last || after || before ? { of, last, after, before } : null;
}

/** What is asked of either. */
export function momentsOf(filters: Filters): Moments | null {
  return momentsAt(filters, "created") ?? momentsAt(filters, "finished");
}

/** `created in the last hour`, `ended from ... until ...`; null: at any time. */
export function inWords(filters: Filters, of: MomentsOf): string | null {
  const moments = momentsAt(filters, of);
  if (!moments) return null;
  const { last, after, before } = moments;
  return [
    of === "created" ? "created" : "ended",
    last && `in the last ${SPAN_NAMES[last]}`,
    after && `from ${format.moment(after)}`,
    before && `until ${format.moment(before)}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** As a `datetime-local` field has it, by the reader's clock. */
export function toLocal(moment: string | undefined): string {
  if (!moment) return "";
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The other way round. */
export function toMoment(local: string): string | undefined {
  return local ? new Date(local).toISOString() : undefined;
}
