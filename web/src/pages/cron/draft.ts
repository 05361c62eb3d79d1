// A schedule as it stands in the form, and what is sent of it.
import * as jsonText from "~/lib/json-text";
import type { Change, FullSchedule, NewSchedule } from "~/services/cron";

export interface Draft {
  name: string;
  type: string;
  expression: string;
  zone: string;
  /** JSON as it is typed. */
  payload: string;
  queue: string;
  priority: string;
  attempts: string;
  timeout: string;
  /** One a line, `name: value`. */
  tags: string;
  missed: FullSchedule["missed_policy"];
  most: string;
  lateness: string;
  overlap: FullSchedule["overlap_policy"];
}

/** What can be sent, or what is wrong by the service's names of the fields. */
export type Reading = { ok: true; value: NewSchedule } | { ok: false; problems: Record<string, string> };

export function blank(zone: string): Draft {
  return {
    name: "",
    type: "",
    expression: "",
    zone,
    payload: "{}",
    queue: "",
    priority: "",
    attempts: "",
    timeout: "",
    tags: "",
    missed: "run_once",
    most: "",
    lateness: "",
    overlap: "allow",
  };
}

export function draftOf(one: FullSchedule): Draft {
  return {
    name: one.name,
    type: one.job_type,
    expression: one.cron_expression,
    zone: one.time_zone,
    payload: jsonText.tidy(one.payload),
    queue: one.queue_name,
    priority: String(one.priority),
    attempts: written(one.max_attempts),
    timeout: written(one.timeout_seconds),
    tags: Object.entries(one.tags ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    missed: one.missed_policy,
    most: String(one.max_missed_runs),
    lateness: written(one.max_lateness_seconds),
    overlap: one.overlap_policy,
  };
}

export function read(draft: Draft): Reading {
  const payload = jsonText.read(draft.payload);
  const tags = readTags(draft.tags);
  const problems: Record<string, string> = {};
  if (!payload.ok) problems["payload"] = payload.problem.sentence;
  if (typeof tags === "string") problems["tags"] = tags;
  if (!draft.type) problems["job_type"] = "choose what its jobs are, or type a new one";
  if (!payload.ok || typeof tags === "string" || Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      name: draft.name.trim(),
      job_type: draft.type,
      cron_expression: draft.expression.trim(),
      time_zone: draft.zone || null,
      payload: payload.value,
      queue_name: draft.queue || null,
      priority: number(draft.priority),
      max_attempts: number(draft.attempts),
      timeout_seconds: number(draft.timeout),
      tags,
      missed_policy: draft.missed,
      max_missed_runs: number(draft.most),
      max_lateness_seconds: number(draft.lateness),
      overlap_policy: draft.overlap,
    },
  };
}

/** What is different: an edit of the name must not be one of the payload, which others may edit meanwhile. */
export function changes(before: NewSchedule, after: NewSchedule): Change {
  const names = Object.keys(after) as (keyof NewSchedule)[];
  return Object.fromEntries(
    names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [name, after[name]]),
  );
}

/** Tags by name; null without any, and a sentence where a line is none. */
function readTags(text: string): Record<string, string> | string | null {
  const lines = text.split("\n").filter((line) => line.trim());
  const tags = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(":");
    if (at < 1) return `“${line.trim()}” is no tag: write its name, a colon and its value`;
    tags.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return tags.size > 0 ? Object.fromEntries(tags) : null;
}

function number(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}

function written(value: number | null): string {
  return value === null ? "" : String(value);
}
