// All workers in one line of figures; and, where one was named when the page was built, what that one says itself.
import { useQuery } from "@tanstack/react-query";
import { WORKER_URL } from "~/api/address";
import { ApiError } from "~/api/error";
import { Card, Stat, Stats } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import * as liveWorker from "~/services/live-worker";
import type { Worker } from "~/services/workers";

export function Together({ workers }: { workers: readonly Worker[] }) {
  const sum = (name: "slots" | "busy" | "jobs_done" | "jobs_failed") => workers.reduce((all, worker) => all + (worker[name] ?? 0), 0);
  const [slots, busy] = [sum("slots"), sum("busy")];
  return (
    <Card className="mb-4">
      <Stats>
        <Stat name="Workers" value={<Count value={workers.length} />} />
        <Stat
          name="Slots busy"
          value={`${format.compact(busy)} of ${format.compact(slots)}`}
          tone={slots > 0 && busy >= slots ? "warn" : "plain"}
          note={slots > 0 && busy >= slots ? "every slot is taken" : undefined}
        />
        <Stat name="Jobs done" value={<Count value={sum("jobs_done")} />} note="since each began" />
        <Stat name="Attempts failed" value={<Count value={sum("jobs_failed")} />} note="since each began" />
      </Stats>
      {WORKER_URL && <Itself url={WORKER_URL} />}
    </Card>
  );
}

function Itself({ url }: { url: string }) {
  const query = useQuery(liveWorker.show(url));
  return (
    <div className="mt-4 border-t pt-3">
      <h2 className="mb-2 truncate text-xs font-medium text-muted" title={url}>
        Live from {new URL(url, location.href).host}
      </h2>
      {query.isError ? (
        <p className="text-xs break-words text-warn">{ApiError.of(query.error).sentence}</p>
      ) : query.data ? (
        <LiveFigures found={query.data} />
      ) : (
        <Skeleton className="h-10" />
      )}
    </div>
  );
}

/** Of the last minute. */
export function LiveFigures({ found }: { found: liveWorker.LiveWorker }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
      <Stat word name="Busy" value={`${format.count(found.busy)} of ${format.count(found.slots)}`} />
      <Stat word name="Done a minute" value={<Count value={found.done_per_minute} />} />
      <Stat
        word
        name="Failed a minute"
        value={<Count value={found.failed_per_minute} />}
        tone={found.failed_per_minute > 0 ? "bad" : "plain"}
      />
      <Stat word name="Up for" value={<Duration ms={found.uptime_seconds * 1000} />} />
      <Stat word name="Waits, half" value={<Duration ms={found.wait_ms.p50} />} />
      <Stat word name="Waits, 95%" value={<Duration ms={found.wait_ms.p95} />} />
      <Stat word name="Runs, half" value={<Duration ms={found.run_ms.p50} />} />
      <Stat word name="Runs, 95%" value={<Duration ms={found.run_ms.p95} />} />
    </dl>
  );
}
