// What may be done with a schedule: each act asks first, and says what came of it.
import { useNavigate } from "@tanstack/react-router";
import { Pause, Play, Rocket, Trash2 } from "lucide-react";
import { toast } from "sonner";
import { Button, IconButton } from "~/components/button";
import { ConfirmDialog } from "~/components/dialog";
import { useAct } from "~/hooks/use-act";
import * as cron from "~/services/cron";
import * as jobs from "~/services/jobs";

const TIME_TO_PRESS = 10_000; // ms that a message stays which offers something

type Named = Pick<cron.Schedule, "id" | "name" | "job_type" | "queue_name" | "enabled">;

interface ActProps {
  schedule: Named;
  /** An icon alone, for a row of a table. */
  small?: boolean;
}

export function RunNow({ schedule, small }: ActProps) {
  const navigate = useNavigate();
  const trigger = useAct({ act: cron.trigger, changes: [cron.KEY, jobs.KEY], quiet: true });
  const run = async () => {
    const { id } = await trigger.mutateAsync(schedule.id);
    const open = () => void navigate({ to: "/jobs/$id", params: { id } });
    toast.success(`${schedule.name} made a job`, { duration: TIME_TO_PRESS, action: { label: "See the job", onClick: open } });
  };
  const label = `Run ${schedule.name} now`;
  return (
    <ConfirmDialog
      trigger={
        small ? (
          <IconButton size="small" icon={Rocket} label={label} />
        ) : (
          <Button kind="primary" icon={Rocket}>
            Run now
          </Button>
        )
      }
      title={`${label}?`}
      verb="Run it now"
      onConfirm={run}
    >
      One job of the type <code>{schedule.job_type}</code> is made at once, in the queue <code>{schedule.queue_name}</code>
      {schedule.enabled ? "." : ", although the schedule is paused."} Its next run stays where it is.
    </ConfirmDialog>
  );
}

/** Pauses it, or lets it go on. */
export function Hold({ schedule, small }: ActProps) {
  const { id, name, enabled } = schedule;
  const change = useAct({
    act: () => cron.change(id, { enabled: !enabled }),
    done: () => (enabled ? `${name} is paused` : `${name} goes on`),
    changes: [cron.KEY],
    quiet: true,
  });
  const icon = enabled ? Pause : Play;
  const verb = enabled ? "Pause" : "Resume";
  return (
    <ConfirmDialog
      trigger={small ? <IconButton size="small" icon={icon} label={`${verb} ${name}`} /> : <Button icon={icon}>{verb}</Button>}
      title={`${verb} ${name}?`}
      verb={`${verb} it`}
      onConfirm={() => change.mutateAsync()}
    >
      {enabled
        ? "It makes no jobs until it is resumed, and slots that fall into the pause are not made up for. Jobs that it made go on."
        : "It makes jobs again from its next slot on. Those that fell into the pause are not made up for."}
    </ConfirmDialog>
  );
}

export function Remove({ schedule }: ActProps) {
  const navigate = useNavigate();
  const remove = useAct({
    act: () => cron.remove(schedule.id),
    done: () => `${schedule.name} is deleted`,
    changes: [[...cron.KEY, "list"]],
    quiet: true,
  });
  return (
    <ConfirmDialog
      danger
      trigger={<IconButton kind="plain" icon={Trash2} label="Delete" />}
      title={`Delete ${schedule.name}?`}
      verb="Delete it"
      onConfirm={async () => {
        await remove.mutateAsync();
        await navigate({ to: "/cron" });
      }}
    >
      It makes no more jobs, and its history is forgotten. Jobs that it made stay, and go on. This cannot be taken back: pause it
      instead to keep it.
    </ConfirmDialog>
  );
}
