// One queue as a card.
import { Link } from "@tanstack/react-router";
import { Pause, Play } from "lucide-react";
import { Button } from "~/components/button";
import { Card, Stat } from "~/components/card";
import { ConfirmDialog } from "~/components/dialog";
import { Badge } from "~/components/state-badge";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import type { Queue } from "~/services/queues";

interface QueueCardProps {
  queue: Queue;
  /** Absent where the caller may not. */
  onPause?: () => Promise<unknown>;
  onResume?: () => Promise<unknown>;
}

const LONG_WAIT = 60; // seconds after which a waiting job is worth a colour

export function QueueCard({ queue, onPause, onResume }: QueueCardProps) {
  const { name, depth, oldest_age_seconds: age, paused, rate_per_minute: rate } = queue;
  const title = (
    <span className="flex min-w-0 items-center gap-2">
      <Link to="/jobs" search={{ queue: name }} className="truncate hover:underline">
        {name}
      </Link>
      {paused && <Badge tone="warn">paused</Badge>}
    </span>
  );
  return (
    <Card title={title} acts={paused ? onResume && <Resume name={name} depth={depth} onResume={onResume} /> : onPause && <Hold name={name} onPause={onPause} />}>
      <dl className="grid grid-cols-3 gap-4">
        <Stat name="Waiting" value={<Count value={depth} />} />
        <Stat
          name="Oldest waits"
          value={<Duration ms={depth ? age * 1000 : null} />}
          tone={depth && age > LONG_WAIT ? "warn" : "plain"}
        />
        <Stat name="Per minute" value={<Count value={rate} />} />
      </dl>
    </Card>
  );
}

function Hold({ name, onPause }: { name: string; onPause: () => Promise<unknown> }) {
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" icon={Pause} aria-label={`Pause ${name}`}>
          Pause
        </Button>
      }
      title={`Pause ${name}?`}
      verb="Pause it"
      onConfirm={onPause}
    >
      Workers take no more of its jobs until it is resumed. Jobs that run go on, and new ones are accepted and wait.
    </ConfirmDialog>
  );
}

function Resume({ name, depth, onResume }: { name: string; depth: number; onResume: () => Promise<unknown> }) {
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" kind="primary" icon={Play} aria-label={`Resume ${name}`}>
          Resume
        </Button>
      }
      title={`Resume ${name}?`}
      verb="Resume it"
      onConfirm={onResume}
    >
      {depth === 0 ? "Nothing waits in it." : `${format.counted(depth, "job")} wait in it, and workers begin to take them at once.`}
    </ConfirmDialog>
  );
}
