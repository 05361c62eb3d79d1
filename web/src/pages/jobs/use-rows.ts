// The rows of the jobs page: they grow downwards, change in place, and give way to newer ones only while nobody reads them.
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useLiveEvents } from "~/live/use-live";
import { newer } from "~/pages/jobs/newer";
import { sortOf } from "~/pages/jobs/search";
import * as jobs from "~/services/jobs";

const NEAR_TOP = 120; // px scrolled: whoever went further down has found something to read
const TOGETHER = 150; // ms for which changes of rows are collected

/** What is shown under `filters`; `calm`: nobody reads a row, so newer ones may come by themselves. */
export function useRows(filters: jobs.Filters, calm: boolean) {
  const client = useQueryClient();
  const query = useInfiniteQuery(jobs.list(filters));
  const head = useQuery({ ...jobs.head(filters), enabled: query.isSuccess && !filters.q }); // a search costs too much to go on by itself
  const parts = query.data?.pages;
  const rows = useMemo(() => distinct(parts ?? []), [parts]);
  const waiting = useMemo(
    () => (head.data && parts && head.data !== parts[0] ? newer(rows, head.data, sortOf(filters)) : 0),
    [head.data, parts, rows, filters],
  );

  const show = useCallback(() => {
    const first = client.getQueryData(jobs.head(filters).queryKey);
    if (first) client.setQueryData(jobs.list(filters).queryKey, { pages: [first], pageParams: [null] });
  }, [client, filters]);
  useShownWhenCalm(head.data, filters, calm, show);
  usePatches(client, filters);
  return { query, head, rows, waiting, show };
}

/** Before anything is painted, and never what was there when the list was opened: somebody may have come back to their place. */
function useShownWhenCalm(head: jobs.Part | undefined, filters: jobs.Filters, calm: boolean, show: () => void): void {
  const seen = useRef({ filters, head });
  useLayoutEffect(() => {
    if (seen.current.filters !== filters || !seen.current.head) seen.current = { filters, head };
    if (!head || head === seen.current.head || !calm || window.scrollY > NEAR_TOP) return;
    seen.current = { filters, head };
    show();
  }, [head, filters, calm, show]);
}

/** What events say of rows that are shown, written into them where they stand; while the tab is hidden it waits. */
function usePatches(client: QueryClient, filters: jobs.Filters): void {
  const changes = useRef(new Map<string, Partial<jobs.Job>>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const write = useCallback(() => {
    timer.current = undefined;
    if (document.hidden || changes.current.size === 0) return;
    const collected = changes.current;
    changes.current = new Map();
    client.setQueryData<InfiniteData<jobs.Part, never>>(jobs.list(filters).queryKey as readonly unknown[], (shown) => shown && patched(shown, collected));
  }, [client, filters]);
  useLiveEvents((event) => {
    if (!("job_id" in event)) return;
    const { version: _, ...change } = event.payload.job;
    changes.current.set(event.job_id, { ...changes.current.get(event.job_id), ...change });
    timer.current ??= setTimeout(write, TOGETHER);
  });
  useEffect(() => {
    document.addEventListener("visibilitychange", write);
    return () => document.removeEventListener("visibilitychange", write);
  }, [write]);
  useLayoutEffect(() => () => clearTimeout(timer.current), []);
}

function patched<Shown extends { pages: jobs.Part[] }>(shown: Shown, changes: ReadonlyMap<string, Partial<jobs.Job>>): Shown {
  const concerned = shown.pages.some((part) => part.items.some((job) => changes.has(job.id)));
  if (!concerned) return shown;
  // Whatever did not change stays the same object: rows are written anew by what they are.
  const changed = (job: jobs.Job) => (changes.has(job.id) ? { ...job, ...changes.get(job.id) } : job);
  const pages = shown.pages.map((part) => ({ ...part, items: part.items.map(changed) }));
  return { ...shown, pages };
}

/** A job whose place changed between two pages is in both of them: its later reading is dropped. */
function distinct(parts: readonly jobs.Part[]): jobs.Job[] {
  const rows = new Map<string, jobs.Job>();
  for (const part of parts) for (const job of part.items) if (!rows.has(job.id)) rows.set(job.id, job);
  return [...rows.values()];
}
