// What a job did when: waiting, running and backing off of each attempt, on one scale of time.
import * as format from "~/format";
import type { Attempt, Job } from "~/services/jobs";
import { LOOK } from "~/states";

export type Kind = "scheduled" | "waiting" | "running" | "backing off";

/** A span of a job's life, in ms since 1970. */
export interface Phase {
  kind: Kind;
  from: number;
  to: number;
  /** It goes on. */
  open: boolean;
}

/** One attempt with what came before it; `attempt` is null for what comes after the last one. */
export interface Row {
  attempt: Attempt | null;
  phases: Phase[];
}

export interface Drawing {
  rows: Row[];
  from: number;
  to: number;
}

/**
 * The rows of a job's timeline, up to `now` or its end.
 *
 * The scale begins when the job was first ready: a job that was asked for next week would else be a week of nothing, and a
 * dot. As long as it was never ready, that waiting is what is drawn.
 */
export function draw(job: Job, attempts: readonly Attempt[], now: number): Drawing {
  const end = job.completed_at ? format.time(job.completed_at) : Math.max(now, format.time(job.created_at));
  const rows: Row[] = [];
  let before = format.time(job.created_at);
  for (const attempt of attempts) {
    rows.push({ attempt, phases: ofAttempt(job, attempt, before, end, rows.length === 0) });
    before = attempt.ended_at ? format.time(attempt.ended_at) : end;
  }
  const last = attempts.at(-1);
  if ((last ? last.ended_at : true) && !LOOK[job.status].final && job.status !== "running")
    rows.push({ attempt: null, phases: afterwards(job, before, end, rows.length === 0) });
  const phases = rows.flatMap((row) => row.phases);
  const from = Math.min(end, ...phases.map((phase) => phase.from));
  return { rows, from, to: Math.max(from + 1, end, ...phases.map((phase) => phase.to)) };
}

function ofAttempt(job: Job, attempt: Attempt, before: number, end: number, isFirst: boolean): Phase[] {
  const started = attempt.started_at ? format.time(attempt.started_at) : end;
  const told = attempt.ready_at ? format.time(attempt.ready_at) : Math.max(before, format.time(job.scheduled_at));
  const ready = Math.min(told, started);
  const ended = attempt.ended_at ? format.time(attempt.ended_at) : end;
  return [
    ...(isFirst ? [] : [phase("backing off", before, ready)]),
    phase("waiting", ready, started),
    { ...phase("running", started, ended), open: !attempt.ended_at && !LOOK[job.status].final },
  ].filter(({ kind, from, to }) => kind === "running" || to > from);
}

function afterwards(job: Job, before: number, end: number, isFirst: boolean): Phase[] {
  const due = format.time(job.scheduled_at);
  if (job.status === "pending") {
    const ready = Math.min(end, Math.max(before, due));
    const wait = { ...phase("waiting", ready, end), open: true };
    return isFirst || ready === before ? [wait] : [phase("backing off", before, ready), wait];
  }
  return [{ ...phase(isFirst ? "scheduled" : "backing off", before, end), open: true }];
}

function phase(kind: Kind, from: number, to: number): Phase {
  return { kind, from, to: Math.max(from, to), open: false };
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map((seconds) => seconds * 1000),
);

/** Round distances from the beginning of a scale of so many ms, at most five of them. */
export function ticks(span: number): number[] {
  const wanted = span / 4;
  const step = STEPS.find((one) => one >= wanted) ?? Math.ceil(wanted / 86_400_000) * 86_400_000;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}
