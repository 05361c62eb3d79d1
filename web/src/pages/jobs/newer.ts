// What the first page of a list holds that the rows which are shown do not.
import type { Job, Part, Sorting } from "~/services/jobs";

/** How many of `head` are new: not among `rows`, and in their place not beyond the last of them. */
export function newer(rows: readonly Job[], head: Part, sort: Sorting): number {
  const known = new Set(rows.map((job) => job.id));
  const last = rows.at(-1);
  return head.items.filter((job) => !known.has(job.id) && (!last || !head.next || comesBefore(job, last, sort))).length;
}

function comesBefore(job: Job, other: Job, sort: Sorting): boolean {
  const order = moment(job, sort).localeCompare(moment(other, sort));
  return sort.startsWith("-") ? order > 0 : order < 0;
}

function moment(job: Job, sort: Sorting): string {
  return (sort.endsWith("finished_at") ? job.completed_at : job.created_at) ?? "";
}
