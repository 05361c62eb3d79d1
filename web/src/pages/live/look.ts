// What each kind of event is called and looks like: complete by its type.
import { Gauge, HeartPulse, type LucideIcon, Plus } from "lucide-react";
import type { Kind } from "~/live/stream";
import { LOOK } from "~/states";

/** Kinds that are rows of the feed. */
export type Event = Exclude<Kind, "stats.update" | "gap" | "closed">;

interface EventLook {
  label: string;
  icon: LucideIcon;
  /** Classes of the badge. */
  badge: string;
}

export const EVENT_LOOK: Record<Event, EventLook> = {
  "job.enqueued": { label: "Enqueued", icon: Plus, badge: LOOK.pending.badge },
  "job.started": { label: "Started", icon: LOOK.running.icon, badge: LOOK.running.badge },
  "job.progress": { label: "Progress", icon: Gauge, badge: LOOK.running.badge },
  "job.completed": { label: "Completed", icon: LOOK.completed.icon, badge: LOOK.completed.badge },
  "job.failed": { label: "Failed", icon: LOOK.failed.icon, badge: LOOK.failed.badge },
  "job.dead": { label: "Dead", icon: LOOK.dead.icon, badge: LOOK.dead.badge },
  "job.cancelled": { label: "Cancelled", icon: LOOK.cancelled.icon, badge: LOOK.cancelled.badge },
  "worker.heartbeat": { label: "Heartbeat", icon: HeartPulse, badge: LOOK.scheduled.badge },
};

export const EVENTS = Object.keys(EVENT_LOOK) as Event[];
