// One clock for all relative times of the page: a single timer, which rests while nobody looks.
import { useSyncExternalStore } from "react";

const EVERY = 1000;
const readers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since 1970, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(reader: () => void): () => void {
  if (readers.size === 0) {
    now = Date.now();
    timer = setInterval(tick, EVERY);
    document.addEventListener("visibilitychange", tick);
  }
  readers.add(reader);
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const reader of readers) reader();
}
