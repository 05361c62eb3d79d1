// A job as it is being written in the form, and the request that it becomes.
import type { Schemas } from "~/api/client";
import * as jsonText from "~/lib/json-text";

export type When = "now" | "in" | "at";

export const UNITS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
export type Unit = keyof typeof UNITS;

/** All as it was typed; empty means absent. */
export interface Draft {
  type: string;
  payload: string;
  queue: string;
  priority: string;
  when: When;
  delay: string;
  unit: Unit;
  /** As `<input type="datetime-local">` has it, by the reader's clock. */
  at: string;
  retries: string;
  timeout: string;
  tags: readonly Tag[];
}

export interface Tag {
  name: string;
  value: string;
}

export const EMPTY: Draft = {
  type: "",
  payload: "{}",
  queue: "",
  priority: "5",
  when: "now",
  delay: "10",
  unit: "minutes",
  at: "",
  retries: "",
  timeout: "",
  tags: [],
};

/** The same job again, due now. */
export function copyOf(job: Schemas["Job"]): Draft {
  return {
    ...EMPTY,
    type: job.type,
    payload: jsonText.tidy(job.payload),
    queue: job.queue_name,
    priority: String(job.priority),
    retries: String(job.max_attempts - 1),
    timeout: job.timeout_seconds === undefined ? "" : String(job.timeout_seconds),
    tags: Object.entries(job.tags ?? {})
      .filter(([name]) => name !== "schedule") // of the schedule that made it, which did not make this one
      .map(([name, value]) => ({ name, value })),
  };
}

export type Field = "type" | "payload" | "queue_name" | "priority" | "scheduled_at" | "delay_ms" | "retries" | "timeout_seconds" | "tags";

export type Written = { ok: true; job: Schemas["NewJob"] } | { ok: false; field: Field; sentence: string };

/** What is sent; only what the service cannot see is judged here, the rest by it. */
export function request(draft: Draft): Written {
  if (!draft.type) return wrong("type", "a type is needed: it says which handler runs the job");
  const reading = jsonText.read(draft.payload);
  if (!reading.ok) return wrong("payload", `line ${reading.problem.line}, column ${reading.problem.column}: ${reading.problem.sentence}`);
  if (draft.when === "in" && !(Number(draft.delay) >= 0 && draft.delay)) return wrong("delay_ms", "say after how long, as a number");
  if (draft.when === "at" && Number.isNaN(Date.parse(draft.at))) return wrong("scheduled_at", "choose a day and a time");
  const named = draft.tags.filter((tag) => tag.name || tag.value);
  if (new Set(named.map((tag) => tag.name)).size < named.length) return wrong("tags", "each name can stand once");
  return {
    ok: true,
    job: {
      type: draft.type,
      payload: reading.value,
      priority: Number(draft.priority),
      ...(draft.queue ? { queue_name: draft.queue } : {}),
      ...(draft.when === "in" ? { delay_ms: Math.round(Number(draft.delay) * UNITS[draft.unit]) } : {}),
      ...(draft.when === "at" ? { scheduled_at: new Date(draft.at).toISOString() } : {}),
      ...(draft.retries ? { retries: Number(draft.retries) } : {}),
      ...(draft.timeout ? { timeout_seconds: Number(draft.timeout) } : {}),
      ...(named.length > 0 ? { tags: Object.fromEntries(named.map(({ name, value }) => [name, value])) } : {}),
    },
  };
}

function wrong(field: Field, sentence: string): Written {
  return { ok: false, field, sentence };
}
