// Things as the service answers them, for tests: say only what the test is about.
import type { Job } from "~/services/jobs";
import type { Queue } from "~/services/queues";
import type { Worker } from "~/services/workers";

export function job(given: Partial<Job> = {}): Job {
  return {
    id: "01a20065-9d2e-7c3a-8f00-0123456789ab",
    type: "send_email",
    payload: { to: "ada@example.com" },
    priority: 5,
    status: "pending",
    attempts: 0,
    max_attempts: 5,
    queue_name: "default",
    scheduled_at: "2026-11-22T12:00:00.000Z",
    created_at: "2026-11-22T12:00:00.000Z",
    ...given,
  };
}

export function queue(given: Partial<Queue> = {}): Queue {
  return {
    name: "mail",
    depth: 3,
    oldest_age_seconds: 12.5,
    paused: false,
    scheduled: 0,
    retrying: 0,
    running: 1,
    rate_per_minute: 40,
    ...given,
  };
}

export function worker(given: Partial<Worker> = {}): Worker {
  return {
    id: "web-1-4f2b8e6a1d20",
    kind: "threads",
    status: "active",
    last_seen: "2026-11-22T12:00:00.000Z",
    heartbeat_age_seconds: 1,
    queues: ["*"],
    types: ["send_email"],
    started_at: "2026-11-22T09:00:00.000Z",
    concurrency: 8,
    slots: 8,
    busy: 0,
    jobs: [],
    version: "0.1.0",
    host: "web-1",
    pid: 4711,
    jobs_done: 1200,
    jobs_failed: 3,
    ...given,
  };
}
