// The keys that work everywhere on the page.
import { useEffect, useRef } from "react";

interface Shortcuts {
  onPalette: () => void;
  onHelp: () => void;
}

/** Ctrl-K or Cmd-K, `/`, `?`, and the letters of buttons (`aria-keyshortcuts`); only the first while something is written or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.onPalette();
      } else if (isFree(event)) freely(event, latest.current);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function freely(event: KeyboardEvent, { onPalette, onHelp }: Shortcuts): void {
  if (event.key === "?") onHelp();
  if (/^[a-z]$/.test(event.key)) document.querySelector<HTMLButtonElement>(`main [aria-keyshortcuts="${event.key}"]:not(:disabled)`)?.click();
  if (event.key !== "/") return;
  event.preventDefault();
  const search = document.querySelector<HTMLInputElement>("[data-search]");
  if (search) search.focus();
  else onPalette();
}

function isFree(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('[role="dialog"], [role="alertdialog"]')) return false;
  return !(event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]"));
}
