// One queue as a card.
import { Link } from "@tanstack/react-router";
import { Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/button";
import { Card, Stat } from "~/components/card";
import { ConfirmDialog } from "~/components/dialog";
import { Badge } from "~/components/state-badge";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import { Counts } from "~/pages/queues/counts";
import type { Queue } from "~/services/queues";

interface QueueCardProps {
  queue: Queue;
  /** Absent where the caller may not. */
  onPause?: () => Promise<unknown>;
  onResume?: () => Promise<unknown>;
  /** How it did in the last hour. */
  trend?: ReactNode;
}

const LONG_WAIT = 60; // seconds after which a waiting job is worth a colour

export function QueueCard({ queue, onPause, onResume, trend }: QueueCardProps) {
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
        <Stat
          name="Waiting"
          value={
            <Link to="/jobs" search={{ queue: name, status: "pending" }} className="hover:underline">
              <Count value={depth} />
            </Link>
          }
        />
        <Stat
          name="Oldest waits"
          value={<Duration ms={depth ? age * 1000 : null} />}
          tone={depth && age > LONG_WAIT ? "warn" : "plain"}
        />
        <Stat name="Per minute" value={<Count value={rate} />} />
      </dl>
      <footer className="mt-4 flex min-h-6 items-end justify-between gap-3">
        <Counts queue={queue} />
        {trend}
      </footer>
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
