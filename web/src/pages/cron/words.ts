// What schedules do, in words: expressions to begin with, policies, and what became of a slot.
import type { RadioCard } from "~/components/radio-cards";
import type { Run, Schedule } from "~/services/cron";

export const READY: readonly { label: string; expression: string }[] = [
  { label: "Every 5 minutes", expression: "*/5 * * * *" },
  { label: "Every hour", expression: "@hourly" },
  { label: "Daily at 02:30", expression: "30 2 * * *" },
  { label: "Weekdays at 09:00", expression: "0 9 * * MON-FRI" },
  { label: "Mondays at 08:00", expression: "0 8 * * MON" },
  { label: "First of the month", expression: "0 9 1 * *" },
  { label: "Last day of the month", expression: "0 18 L * *" },
];

export const MISSED: readonly RadioCard<Schedule["missed_policy"]>[] = [
  { value: "run_once", label: "Run once", about: "One job for the newest of them, however late. Right for most reports and clean-ups." },
  { value: "run_all", label: "Make up for them", about: "A job for each, up to a number. Right when every slot is counted on its own." },
  { value: "skip", label: "Skip them", about: "No job, unless the newest is less than a minute late. Right when late is useless." },
];

export const OVERLAP: readonly RadioCard<Schedule["overlap_policy"]>[] = [
  { value: "allow", label: "Run beside it", about: "A slot makes its job, whatever the last one does." },
  { value: "skip", label: "Wait for the next slot", about: "No new job while the last one has not ended: it never runs twice at a time." },
];

/** What a policy says in one sentence, for those who read and do not choose. */
export function policies({ missed_policy, max_missed_runs, max_lateness_seconds, overlap_policy }: Schedule | Omit<Schedule, "last_job_status">): string[] {
  const missed = {
    run_once: "Slots that nobody was there for make one job, for the newest.",
    run_all: `Slots that nobody was there for are made up for, the newest ${max_missed_runs} at most.`,
    skip: "Slots that nobody was there for are skipped.",
  }[missed_policy];
  const late = max_lateness_seconds === null ? [] : [`A slot that is more than ${max_lateness_seconds} s late makes no job.`];
  const overlap =
    overlap_policy === "allow" ? "A slot makes its job also while the last one is open." : "No new job while the last one is open.";
  return [missed, ...late, overlap];
}

export const OUTCOMES: Record<Run["outcome"], { label: string; tone: "calm" | "good" | "warn" | "bad" | "busy" | "accent"; meaning: string }> = {
  decided: { label: "due", tone: "busy", meaning: "its job is about to be accepted" },
  queued: { label: "on time", tone: "good", meaning: "the slot made its job" },
  triggered: { label: "by hand", tone: "accent", meaning: "a person asked for it" },
  overlapped: { label: "overlapped", tone: "warn", meaning: "the last job was still open" },
  missed: { label: "missed", tone: "warn", meaning: "nobody was there in time" },
  refused: { label: "refused", tone: "bad", meaning: "the job was not accepted" },
};
