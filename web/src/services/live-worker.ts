// One worker's own figures, read from it directly where `VITE_WORKER_URL` names it; it knows no keys, and no tenant.
import { queryOptions } from "@tanstack/react-query";
import { WORKER_URL } from "~/api/address";
import { ApiError } from "~/api/error";

export interface Spread {
  p50: number | null;
  p95: number | null;
}

/** `GET /metrics.json` of a worker; what is of the last minute counts attempts. */
export interface LiveWorker {
  worker: string;
  slots: number;
  busy: number;
  done_per_minute: number;
  failed_per_minute: number;
  wait_ms: Spread;
  run_ms: Spread;
  uptime_seconds: number;
}

export const KEY = ["live-worker"] as const;

const EVERY = 2000; // ms

export const show = (url: string | null = WORKER_URL) =>
  queryOptions({
    queryKey: [...KEY, url],
    queryFn: ({ signal }) => read(url ?? "", signal),
    enabled: url !== null,
    refetchInterval: EVERY,
    retry: false,
  });

/** Raises ApiError when it does not answer, forbids this page to read, or answers something else. */
export async function read(url: string, signal: AbortSignal): Promise<LiveWorker> {
  const response = await fetch(`${url}/metrics.json`, { signal, credentials: "omit" }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiError(0, "unreachable", `${url} cannot be read: it is away, or its ALLOWED_ORIGINS does not name this page`);
  });
  const said: unknown = await response.json().catch(() => null);
  if (response.ok && isLiveWorker(said)) return said;
  throw new ApiError(response.status, "no_worker", `${url}/metrics.json is not what a worker says: does VITE_WORKER_URL name one?`);
}

function isLiveWorker(said: unknown): said is LiveWorker {
  const figures = (said ?? {}) as Partial<Record<keyof LiveWorker, unknown>>;
  return [figures.slots, figures.busy, figures.done_per_minute].every((figure) => typeof figure === "number");
}
