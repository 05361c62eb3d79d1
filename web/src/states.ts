// What each state of a job is called, looks like and allows: the one place that knows, complete by its type.
import { Ban, CircleCheck, CircleDashed, Clock, LoaderCircle, RotateCw, Skull, type LucideIcon } from "lucide-react";

export const STATES = ["scheduled", "pending", "running", "failed", "completed", "dead", "cancelled"] as const;
export type State = (typeof STATES)[number];

/** What a person may do with a job. `retry`: run it now; `requeue`: a fresh job from a dead one. */
export type Act = "cancel" | "retry" | "requeue";

export interface Look {
  label: string;
  /** What it means, for a tooltip. */
  meaning: string;
  icon: LucideIcon;
  /** Classes of the badge. */
  badge: string;
  /** The token of its colour, for charts. */
  colour: string;
  /** Nothing more happens to the job. */
  final: boolean;
  acts: readonly Act[];
}

export const LOOK: Record<State, Look> = {
  scheduled: {
    label: "Scheduled",
    meaning: "waits for the time it was asked for",
    icon: Clock,
    badge: "bg-later-soft text-later",
    colour: "--later",
    final: false,
    acts: ["cancel", "retry"],
  },
  pending: {
    label: "Pending",
    meaning: "waits in line",
    icon: CircleDashed,
    badge: "bg-calm-soft text-calm",
    colour: "--calm",
    final: false,
    acts: ["cancel"],
  },
  running: {
    label: "Running",
    meaning: "a worker runs it",
    icon: LoaderCircle,
    badge: "bg-busy-soft text-busy",
    colour: "--busy",
    final: false,
    acts: ["cancel"],
  },
  failed: {
    label: "Failed",
    meaning: "the last attempt failed, and another is due",
    icon: RotateCw,
    badge: "bg-warn-soft text-warn",
    colour: "--warn",
    final: false,
    acts: ["cancel", "retry"],
  },
  completed: {
    label: "Completed",
    meaning: "an attempt succeeded",
    icon: CircleCheck,
    badge: "bg-good-soft text-good",
    colour: "--good",
    final: true,
    acts: [],
  },
  dead: {
    label: "Dead",
    meaning: "failed for good; in the dead letters until a person acts",
    icon: Skull,
    badge: "bg-bad-soft text-bad",
    colour: "--bad",
    final: true,
    acts: ["requeue"],
  },
  cancelled: {
    label: "Cancelled",
    meaning: "a person stopped it",
    icon: Ban,
    badge: "bg-sunken text-muted",
    colour: "--faint",
    final: true,
    acts: [],
  },
};

/** Whether a person may do this with a job in this state. */
export function allows(state: State, act: Act): boolean {
  return LOOK[state].acts.includes(act);
}
