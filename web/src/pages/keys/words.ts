// What kinds of keys are for, what scopes allow, and how long keys live, in words.
import type { RadioCard } from "~/components/radio-cards";
import type { Kind } from "~/services/keys";
import type { Scope } from "~/services/me";

export const KINDS: readonly RadioCard<Kind>[] = [
  { value: "client", label: "Client", about: "For services that send jobs and look after them." },
  { value: "worker", label: "Worker", about: "For programs that run jobs over HTTP." },
  { value: "admin", label: "Admin", about: "All of it, and making keys." },
];

export const SCOPES: Record<Scope, string> = {
  "jobs:submit": "make jobs",
  "jobs:read": "see jobs, queues, workers, schedules, webhooks and counts",
  "jobs:manage": "cancel, retry, requeue, remove, pause; edit schedules and webhooks",
  "jobs:lease": "take jobs to run them",
  "jobs:ack": "say what came of them",
  "keys:manage": "make, rotate and revoke keys that can do no more than itself",
};

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Seconds from now; empty: never. */
export const LIVES = [
  { value: "", label: "Never" },
  { value: String(7 * DAY), label: "In 7 days" },
  { value: String(30 * DAY), label: "In 30 days" },
  { value: String(90 * DAY), label: "In 90 days" },
  { value: String(365 * DAY), label: "In a year" },
] as const;

/** Seconds for which the old key goes on working. */
export const OVERLAPS = [
  { value: String(HOUR), label: "1 hour" },
  { value: String(DAY), label: "1 day" },
  { value: String(7 * DAY), label: "7 days" },
  { value: String(30 * DAY), label: "30 days" },
] as const;
