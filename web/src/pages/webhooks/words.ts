// What webhooks hear of, and how a delivery stands, in words.
import type { LucideIcon } from "lucide-react";
import { Ban, CircleCheck, Clock, CircleX } from "lucide-react";
import type { CheckboxOption } from "~/components/checkbox-list";
import type { DeliveryStatus, Event } from "~/services/webhooks";

export const EVENTS: readonly CheckboxOption<Event>[] = [
  { value: "job.enqueued", about: "a job was accepted" },
  { value: "job.started", about: "a worker took it" },
  { value: "job.completed", about: "an attempt succeeded" },
  { value: "job.failed", about: "an attempt failed, and another is due" },
  { value: "job.dead", about: "it failed for good" },
  { value: "job.cancelled", about: "a person stopped it" },
];

export const USUAL: readonly Event[] = ["job.completed", "job.failed", "job.dead"];

interface Look {
  label: string;
  tone: "calm" | "good" | "bad" | "busy";
  icon: LucideIcon;
  meaning: string;
}

export const DELIVERY: Record<DeliveryStatus, Look> = {
  pending: { label: "to be sent", tone: "busy", icon: Clock, meaning: "it is sent now, or again later" },
  delivered: { label: "delivered", tone: "good", icon: CircleCheck, meaning: "the receiver took it" },
  failed: { label: "failed", tone: "bad", icon: CircleX, meaning: "given up after its last attempt" },
  skipped: { label: "skipped", tone: "calm", icon: Ban, meaning: "the webhook was disabled while it waited" },
};
