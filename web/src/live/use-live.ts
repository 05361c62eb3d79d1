// The live stream in components: how it stands, and each event as it comes.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { live, type LiveEvent, type Standing } from "~/live/stream";

/** How the stream stands. */
export function useStanding(): Standing {
  return useSyncExternalStore(live.subscribe, live.current);
}

/** Call `hear` with each event while the component is there; lists need not, `freshness.ts` keeps them fresh. */
export function useLiveEvents(hear: (event: LiveEvent) => void): void {
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  useEffect(() => live.listen((event) => latest.current(event)), []);
}
