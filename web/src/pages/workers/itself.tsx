// What one worker says itself, of the last minute: the one that was named when the page was built.
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "~/api/error";
import { Stat } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import * as liveWorker from "~/services/live-worker";

interface LookProps {
  /** Beside other things: the most important figures alone. */
  brief?: boolean;
}

export function Itself({ url, brief }: { url: string } & LookProps) {
  const query = useQuery(liveWorker.show(url));
  return (
    <section aria-label="Live from a worker" className="mt-4 border-t pt-3">
      <h3 className="mb-2 truncate text-xs font-medium text-muted" title={url}>
        Live from {new URL(url, location.href).host}
      </h3>
      {query.isError ? (
        <p className="text-xs break-words text-warn">{ApiError.of(query.error).sentence}</p>
      ) : query.data ? (
        <LiveFigures found={query.data} brief={brief} />
      ) : (
        <Skeleton className="h-10" />
      )}
    </section>
  );
}

export function LiveFigures({ found, brief }: { found: liveWorker.LiveWorker } & LookProps) {
  return (
    <dl className={classes("grid gap-x-4 gap-y-3", brief ? "grid-cols-3" : "grid-cols-2 sm:grid-cols-4")}>
      <Stat word name="Busy" value={`${format.count(found.busy)} of ${format.count(found.slots)}`} />
      <Stat word name="Done a minute" value={<Count value={found.done_per_minute} />} />
      <Stat
        word
        name="Failed a minute"
        value={<Count value={found.failed_per_minute} />}
        tone={found.failed_per_minute > 0 ? "bad" : "plain"}
      />
      {!brief && <Stat word name="Waits, half" value={<Duration ms={found.wait_ms.p50} />} />}
      <Stat word name="Waits, 95%" value={<Duration ms={found.wait_ms.p95} />} />
      {!brief && <Stat word name="Runs, half" value={<Duration ms={found.run_ms.p50} />} />}
      <Stat word name="Runs, 95%" value={<Duration ms={found.run_ms.p95} />} />
      <Stat word name="Up for" value={<Duration ms={found.uptime_seconds * 1000} />} />
    </dl>
  );
}
