// Whether a media query holds, as it changes.
import { useCallback, useSyncExternalStore } from "react";

/** Whether `query` holds now. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Whether there is only a phone's width: tables become lists, the navigation stands below. */
export function usePhone(): boolean {
  return useMedia("(width < 48rem)");
}
