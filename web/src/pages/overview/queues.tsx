// Every queue in a line or two: how much waits, since when, how fast it goes; it leads to what waits in it.
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Badge } from "~/components/state-badge";
import { Count } from "~/components/time";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import type { Queue } from "~/services/queues";

const MOST = 12;
const LONG_WAIT = 60; // seconds after which a waiting job is worth a colour

export function Queues({ query }: { query: UseQueryResult<Queue[]> }) {
  const found = query.data;
  if (!found && query.isError) return null;
  return (
    <Card
      title="Queues"
      className="lg:col-span-2"
      acts={
        <Link to="/queues" className="text-xs text-muted underline-offset-4 hover:underline">
          {found && found.length > MOST ? `All ${format.count(found.length)}` : "Pause and resume"}
        </Link>
      }
    >
      {!found ? (
        <div aria-busy="true" aria-label="Loading" role="status" className="grid gap-2 sm:grid-cols-2">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      ) : found.length === 0 ? (
        <p className="py-4 text-center text-muted">No queue yet: one is there from the first job that names it.</p>
      ) : (
        <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
          {shown(found).map((queue) => (
            <li key={queue.name}>
              <QueueTile queue={queue} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function QueueTile({ queue }: { queue: Queue }) {
  const { name, depth, oldest_age_seconds: age, paused, rate_per_minute: rate } = queue;
  return (
    <Link to="/jobs" search={{ queue: name }} className="block h-full rounded-lg border px-3 py-2.5 hover:bg-hover">
      <span className="flex items-center justify-between gap-2">
        <span className="truncate font-medium">{name}</span>
        {paused && <Badge tone="warn">paused</Badge>}
      </span>
      <span className="mt-1 flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
        <span className={classes("text-lg leading-6 font-semibold", depth > 0 && "text-text")}>
          <Count value={depth} />
        </span>
        {depth > 0 ? (
          <span className={classes(age > LONG_WAIT && "text-warn")}>
            {depth === 1 ? "waits" : "wait"}, the oldest for <span className="figures">{format.duration(age * 1000)}</span>
          </span>
        ) : (
          <span>nothing waits</span>
        )}
        {rate !== null && (
          <span className="figures ml-auto" title="Jobs that ended in the last minute">
            {format.compact(rate)}/min
          </span>
        )}
      </span>
    </Link>
  );
}

/** All by name; where they are too many, those that hold most. */
function shown(found: readonly Queue[]): Queue[] {
  const chosen = found.length > MOST ? [...found].sort((a, b) => b.depth - a.depth).slice(0, MOST) : [...found];
  return chosen.sort((a, b) => a.name.localeCompare(b.name));
}
