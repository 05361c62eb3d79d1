// Light or dark: the system's, or the one that was chosen and is kept.
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEPT = "workqueue.theme"; // public/theme.js reads it before anything is painted

/** The theme now, and what changes it for good. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, current), choose];
}

function current(): Theme {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}

function choose(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    return; // storage is switched off: it holds until the page is left
  }
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
