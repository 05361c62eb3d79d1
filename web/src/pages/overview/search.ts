// What the address of the overview may say: how far back its charts look.

export const RANGES = ["1h", "6h", "24h"] as const;
export type Range = (typeof RANGES)[number];

export interface OverviewSearch {
  /** An hour when absent. */
  range?: Range;
}

export const MINUTES: Record<Range, number> = { "1h": 60, "6h": 360, "24h": 1440 };
export const NAMES: Record<Range, string> = { "1h": "1 hour", "6h": "6 hours", "24h": "24 hours" };
/** In a sentence. */
export const SPANS: Record<Range, string> = { "1h": "the last hour", "6h": "the last 6 hours", "24h": "the last 24 hours" };

export function overviewSearch(given: Record<string, unknown>): OverviewSearch {
  const range = RANGES.find((known) => known === given["range"]);
  return range && range !== "1h" ? { range } : {};
}
