// The first thing to look at: how much waits, how fast it goes, and how much of it fails.
import type { UseQueryResult } from "@tanstack/react-query";
import { Card, Stat, Stats } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Count } from "~/components/time";
import * as format from "~/format";
import type { Series, Stats as Counts } from "~/services/stats";

interface BandProps {
  counts: UseQueryResult<Counts>;
  total: Series["total"] | undefined;
  /** `the last hour`. */
  span: string;
}

const MANY = 0.05; // share of failed attempts that is worth a colour

export function Band({ counts, total, span }: BandProps) {
  const found = counts.data;
  if (!found) return counts.isError ? null : <Waiting />;
  const share = total && failedShare(total);
  return (
    <Card>
      <Stats>
        <Stat name="Waiting" value={<Count value={found.pending} />} note={`${format.count(found.scheduled)} scheduled`} />
        <Stat name="Running" value={<Count value={found.running} />} note={`${format.count(found.failed)} to be tried again`} />
        <Stat name="Ended in the last minute" value={<Count value={found.jobs_per_minute} />} note={total && `${format.compact(total.completed)} completed in ${span}`} />
        <Stat
          name="Attempts that failed"
          value={share === undefined || share === null ? "–" : format.percent(share)}
          note={total && `${format.compact(total.failed)} in ${span}`}
          tone={share && share > MANY ? "bad" : "plain"}
        />
      </Stats>
    </Card>
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
