// Demonstration loads: many jobs made at once, found again by the tag of their run.
import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "~/api/client";
import * as jobs from "~/services/jobs";

const TAG = "load";
const EVERY = 2000; // ms, while no event comes

/** How a run stands. */
export interface Standing {
  total: number;
  completed: number;
  dead: number;
  cancelled: number;
  /** Jobs that are over, however they ended. */
  ended: number;
}

export const tags = (run: string): Record<string, string> => ({ [TAG]: run });
/** The same as the filter of lists has it. */
export const filter = (run: string) => ({ tags: `${TAG}:${run}` });

export const standing = (run: string) =>
  queryOptions({
    queryKey: [...jobs.KEY, TAG, run],
    queryFn: async ({ signal }): Promise<Standing> => {
      const count = async (status?: string) => {
        const query = { ...filter(run), limit: 1, ...(status ? { status } : {}) };
        return (await answer(api.GET("/api/v1/jobs", { signal, params: { query } }))).meta.total_count;
      };
      const [total, completed, dead, cancelled] = await Promise.all([count(), count("completed"), count("dead"), count("cancelled")]);
      return { total, completed, dead, cancelled, ended: completed + dead + cancelled };
    },
    refetchInterval: ({ state }) => (state.data && state.data.ended >= state.data.total ? false : EVERY),
  });

/** Cancel all of a run that has not ended; answers how many it were. */
export async function stop(run: string): Promise<number> {
  let done = 0;
  let cursor: string | undefined;
  do {
    const step: jobs.BulkDone = await jobs.bulk("cancel", { filter: filter(run), ...(cursor ? { cursor } : {}) });
    done += step.done;
    cursor = step.has_more ? step.next_cursor : undefined;
  } while (cursor);
  return done;
}
