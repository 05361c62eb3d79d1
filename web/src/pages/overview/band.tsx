// The first thing to look at: how much waits, how fast it goes, and how much of it fails.
import type { UseQueryResult } from "@tanstack/react-query";
import { Card, Stat, Stats } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import type { Queue } from "~/services/queues";
import type { Series, Stats as Counts } from "~/services/stats";

interface BandProps {
  counts: UseQueryResult<Counts>;
  queues: readonly Queue[] | undefined;
  total: Series["total"] | undefined;
  /** `the last hour`. */
  span: string;
}

const LONG_WAIT = 60; // seconds
const MANY = 0.05; // share of failed attempts that is worth a colour

export function Band({ counts, queues, total, span }: BandProps) {
  const found = counts.data;
  if (!found) return counts.isError ? null : <Waiting />;
  const share = total && failedShare(total);
  return (
    <Card>
      <Stats>
        <Oldest queues={queues} />
        <Stat name="Ended in the last minute" value={<Count value={found.jobs_per_minute} />} note={total && `${format.compact(total.completed)} completed in ${span}`} />
        <Stat
          name="Attempts that failed"
          value={share === undefined || share === null ? "–" : format.percent(share)}
          note={total && `${format.compact(total.failed)} in ${span}`}
          tone={share && share > MANY ? "bad" : "plain"}
        />
        <Stat name="Failed for good" value={<Count value={total?.dead} />} note={span} tone={total?.dead ? "bad" : "plain"} />
      </Stats>
    </Card>
  );
}

/** What somebody waits for the longest: the first sign that something is stuck. */
function Oldest({ queues }: { queues: readonly Queue[] | undefined }) {
  const waiting = (queues ?? []).filter((queue) => queue.depth > 0).sort((a, b) => b.oldest_age_seconds - a.oldest_age_seconds);
  const [first] = waiting;
  return (
    <Stat
      name="Oldest waits for"
      value={<Duration ms={first && first.oldest_age_seconds * 1000} />}
      note={first ? `in ${first.name}${first.paused ? ", which is paused" : ""}` : "nothing waits"}
      tone={first && first.oldest_age_seconds > LONG_WAIT ? "warn" : "plain"}
    />
  );
}

/** Of all attempts that ended; null where none did. */
export function failedShare({ completed, failed }: Series["total"]): number | null {
  return completed + failed > 0 ? failed / (completed + failed) : null;
}

function Waiting() {
  return (
    <div className="card grid grid-cols-2 gap-4 p-4 sm:grid-cols-4" aria-busy="true" aria-label="Loading" role="status">
      {[0, 1, 2, 3].map((place) => (
        <Skeleton key={place} className="h-15" />
      ))}
    </div>
  );
}
