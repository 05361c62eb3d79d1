// Schedules are read again when something happens to a job of theirs: the events of jobs do not name them.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLiveEvents } from "~/live/use-live";
import * as cron from "~/services/cron";

const SOON = 500; // ms in which further events make no further reading

/** `jobIds`: the jobs that are shown. */
export function useFresh(jobIds: readonly (string | null)[]): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvents((event) => {
    if (!("job_id" in event) || !jobIds.includes(event.job_id)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // What is stale is read when the tab is seen again.
      void client.invalidateQueries({ queryKey: cron.KEY, refetchType: document.hidden ? "none" : "active" });
    }, SOON);
  });
}
