// What the address of the enqueue page may say: which way of making jobs is shown, and what it begins with.

export const WAYS = ["one", "many", "load"] as const;
export type Way = (typeof WAYS)[number];

export interface EnqueueSearch {
  way?: Way;
  /** The job that the form begins as a copy of. */
  from?: string;
  /** The type that the form begins with. */
  type?: string;
  /** The demonstration load that is watched. */
  run?: string;
}

/** Takes what it knows; the rest of an address does not stop the page. */
export function enqueueSearch(given: Record<string, unknown>): EnqueueSearch {
  const { way, from, type, run } = given;
  return {
    ...(WAYS.includes(way as Way) ? { way: way as Way } : {}),
    ...(typeof from === "string" && from ? { from } : {}),
    // The router reads `?type=5` as a number; a type or a run may be called so.
    ...(typeof type === "string" || typeof type === "number" ? { type: String(type) } : {}),
    ...(typeof run === "string" || typeof run === "number" ? { run: String(run) } : {}),
  };
}
