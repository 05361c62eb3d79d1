// The title of the browser's tab.
import { useEffect } from "react";

/** Name the tab after what is shown, as long as it is. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Workqueue`;
  }, [title]);
}
