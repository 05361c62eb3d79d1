// How many jobs there are in each state under the other filters; none while text is searched, which cannot be counted.
import { useQueries, useQuery } from "@tanstack/react-query";
import { isNarrow } from "~/pages/jobs/search";
import * as jobs from "~/services/jobs";
import * as stats from "~/services/stats";
import { STATES, type State } from "~/states";

export interface Counted {
  value: number;
  /** False: there are at least so many. */
  exact: boolean;
}

/** What is known of each state. */
export function useCounts(all: jobs.Filters): Partial<Record<State, Counted>> {
  const filters = { ...all, status: undefined, sort: undefined };
  const narrow = isNarrow(filters);
  const whole = useQuery({ ...stats.show(), enabled: !narrow });
  const each = useQueries({
    queries: STATES.map((status) => ({ ...jobs.total({ ...filters, status }, true), enabled: narrow && !filters.q })),
    combine: (found) => found.map(({ data }) => data),
  });
  const counts: Partial<Record<State, Counted>> = {};
  STATES.forEach((state, place) => {
    const meta = each[place];
    if (!narrow && whole.data) counts[state] = { value: whole.data[state], exact: true };
    else if (narrow && !filters.q && meta) counts[state] = { value: meta.total_count, exact: meta.total_is_exact };
  });
  return counts;
}
