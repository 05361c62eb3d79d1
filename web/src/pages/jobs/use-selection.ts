// Which rows are selected: some of them, or every job under the filters, also those that are not shown.
import { useMemo, useState } from "react";
import type { Filters, Job } from "~/services/jobs";

interface Taken {
  under: Filters;
  ids: ReadonlySet<string>;
  all: boolean;
}

const NOBODY: ReadonlySet<string> = new Set();

/** It ends when the filters change: what is not seen any more would be acted on unseen. */
export function useSelection(filters: Filters, rows: readonly Job[]) {
  const [taken, setTaken] = useState<Taken | null>(null);
  const mine = taken?.under === filters ? taken : null;
  const selected = useMemo(() => (mine?.all ? new Set(rows.map((job) => job.id)) : (mine?.ids ?? NOBODY)), [mine, rows]);
  const chosen = useMemo(() => rows.filter((job) => selected.has(job.id)), [rows, selected]);
  return {
    selected,
    rows: chosen,
    all: mine?.all ?? false,
    any: selected.size > 0,
    take: (ids: ReadonlySet<string>) => setTaken(ids.size ? { under: filters, ids, all: false } : null),
    takeAll: () => setTaken({ under: filters, ids: NOBODY, all: true }),
    clear: () => setTaken(null),
  };
}
