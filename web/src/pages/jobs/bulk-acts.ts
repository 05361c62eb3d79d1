// What can be done with many jobs at once, to those in which states, and how it is asked and told.
import { Ban, type LucideIcon, RotateCcw, RotateCw, Trash2 } from "lucide-react";
import { statesOf } from "~/pages/jobs/search";
import type { BulkVerb, Filters } from "~/services/jobs";
import { STATES, type State } from "~/states";

export interface BulkAct {
  label: string;
  icon: LucideIcon;
  /** The states that it is for. */
  states: readonly State[];
  /** What will happen, for the question. */
  means: string;
  doing: string;
  done: string;
  danger?: boolean;
}

export const BULK_ACTS: Record<BulkVerb, BulkAct> = {
  retry: {
    label: "Retry",
    icon: RotateCw,
    states: ["scheduled", "failed", "dead"],
    means: "What waits for its time or its next attempt runs now; of what is dead a fresh job is made.",
    doing: "Retrying",
    done: "retried",
  },
  cancel: {
    label: "Cancel",
    icon: Ban,
    states: ["scheduled", "pending", "running", "failed"],
    means: "What waits never runs; of what runs the worker is asked to stop. This cannot be taken back.",
    doing: "Cancelling",
    done: "cancelled",
    danger: true,
  },
  requeue: {
    label: "Requeue",
    icon: RotateCcw,
    states: ["dead"],
    means: "A fresh job is made of each dead one, with its payload. The dead ones stay, and say what became of them.",
    doing: "Requeueing",
    done: "requeued",
  },
  delete: {
    label: "Delete",
    icon: Trash2,
    states: ["completed", "dead", "cancelled"],
    means: "They are forgotten, with their results, attempts and logs. This cannot be taken back.",
    doing: "Deleting",
    done: "deleted",
    danger: true,
  },
};

export const BULK_VERBS = Object.keys(BULK_ACTS) as BulkVerb[];

/** The filters narrowed to what an act is for; null where that leaves nothing. */
export function within(filters: Filters, verb: BulkVerb): Filters | null {
  const wanted = statesOf(filters);
  const states = (wanted.length ? wanted : STATES).filter((state) => BULK_ACTS[verb].states.includes(state));
  return states.length ? { ...filters, status: states.join(",") } : null;
}
