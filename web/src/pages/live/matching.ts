// Which rows of the feed are shown under the filters of the address.
import type { Entry } from "~/pages/live/feed";
import { chosen, type LiveSearch } from "~/pages/live/search";

/** Those that all filters let through; a gap is always told. */
export function matching(entries: readonly Entry[], search: LiveSearch): Entry[] {
  const kinds = chosen(search.kinds);
  const text = search.q?.trim().toLowerCase();
  return entries.filter(({ event }) => {
    if (event.type === "gap") return true;
    if (kinds.size > 0 && !kinds.has(event.type)) return false;
    if (event.type === "worker.heartbeat") return !search.type && !search.queue && has([event.worker_id], text);
    const { job } = event.payload;
    if ((search.type && job.type !== search.type) || (search.queue && job.queue_name !== search.queue)) return false;
    return has([job.id, job.type, job.queue_name, job.error_message, job.progress?.message, event.worker_id, event.payload.cause], text);
  });
}

function has(words: readonly (string | undefined)[], text: string | undefined): boolean {
  return !text || words.some((word) => word?.toLowerCase().includes(text));
}
