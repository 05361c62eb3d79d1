// Where the service and a worker answer: baked in at build, else the page's own origin.

const trimmed = (url: string | undefined): string => (url ?? "").trim().replace(/\/+$/, "");

/** The producer: `VITE_API_URL`, or where the page itself came from. */
export const API_URL = trimmed(import.meta.env.VITE_API_URL) || globalThis.location.origin;

/** A worker whose live figures are read directly: `VITE_WORKER_URL`; null where the producer's sum is all there is. */
export const WORKER_URL = trimmed(import.meta.env.VITE_WORKER_URL) || null;

/** A path of the producer as an address. */
export function address(path: string): string {
  return API_URL + path;
}
