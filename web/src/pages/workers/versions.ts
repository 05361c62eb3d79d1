// Which versions run beside each other: after a deploy that is over there is one of each kind.
import type { Worker } from "~/services/workers";

const KINDS: readonly Worker["kind"][] = ["threads", "http"];

export interface Version {
  version: string;
  workers: number;
}

/** Per kind of worker where there are several, the one that most workers run first; empty where none differs. */
export function differing(workers: readonly Worker[]): Version[][] {
  const told = workers.filter((worker) => worker.version);
  return KINDS.map((kind) => counted(told.filter((worker) => worker.kind === kind))).filter((versions) => versions.length > 1);
}

/** Whether a worker is of another version than the one of its kind that started last: a deploy has not reached it. */
export function isOld(worker: Worker, workers: readonly Worker[]): boolean {
  const alike = workers.filter((other) => other.kind === worker.kind && other.version && other.started_at);
  const newest = alike.reduce<Worker | undefined>((last, other) => (!last || began(other) > began(last) ? other : last), undefined);
  return Boolean(worker.version && newest && newest.version !== worker.version);
}

function began(worker: Worker): number {
  return Date.parse(worker.started_at ?? "");
}

function counted(workers: readonly Worker[]): Version[] {
  const counts = new Map<string, number>();
  for (const { version = "" } of workers) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, count]) => ({ version, workers: count })).sort((a, b) => b.workers - a.workers);
}
