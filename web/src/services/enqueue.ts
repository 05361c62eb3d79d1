// Making jobs: one, or many at once.
import { address } from "~/api/address";
import { api, data, type Schemas } from "~/api/client";

export type NewJob = Schemas["NewJob"];

/** Where a job is made, for those who do it by other means. */
export const URL_OF_JOBS = address("/api/v1/jobs");

/** Jobs that the service takes at once. */
export const MOST_AT_ONCE = 500;

/** `key`: the same request under the same one makes one job, however often it is sent. */
export function one(job: NewJob, key: string) {
  return data(api.POST("/api/v1/jobs", { body: job, params: { header: { "Idempotency-Key": key } } }));
}

/** All or none, up to `MOST_AT_ONCE`; a refusal names the first that is wrong by its place: `[3].type`. */
export function many(jobs: NewJob[], key: string) {
  return data(api.POST("/api/v1/jobs/batch", { body: jobs, params: { header: { "Idempotency-Key": key } } }));
}

/** A job that is there, as the request that would make another like it, now. */
export function like(job: Schemas["Job"]): NewJob {
  return {
    type: job.type,
    payload: job.payload,
    queue_name: job.queue_name,
    priority: job.priority,
    max_attempts: job.max_attempts,
    ...(job.timeout_seconds ? { timeout_seconds: job.timeout_seconds } : {}),
    ...(job.tags ? { tags: job.tags } : {}),
  };
}
