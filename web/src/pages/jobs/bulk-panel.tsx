// How an act on many jobs stands: progress that can be stopped, and afterwards what was refused, and why.
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { ActPanel } from "~/components/act-panel";
import * as format from "~/format";
import { BULK_ACTS } from "~/pages/jobs/bulk-acts";
import { bulkRun, type Progress as Standing } from "~/pages/jobs/bulk-run";

const SHOWN = 100; // refusals; the rest is counted

/** Nothing while nothing was begun. */
export function BulkPanel() {
  const standing = useSyncExternalStore(bulkRun.subscribe, bulkRun.current);
  if (!standing) return null;
  const { verb, done, refused, remaining, remainingIsExact } = standing;
  const { doing, done: ed } = BULK_ACTS[verb];
  const met = done + refused.length;
  return (
    <ActPanel
      label="Act on many jobs"
      act={bulkRun}
      standing={standing}
      doing={doing}
      met={met}
      all={`${format.count(met + remaining)}${remainingIsExact ? "" : "+"}`}
      done={`${format.counted(done, "job")} ${ed}${refused.length ? `, ${format.count(refused.length)} refused` : ""}`}
      share={met / Math.max(1, met + remaining)}
    >
      {refused.length > 0 && <Refused standing={standing} />}
    </ActPanel>
  );
}

function Refused({ standing: { refused } }: { standing: Standing }) {
  return (
    <details className="text-xs">
      <summary className="py-1 font-medium">{format.counted(refused.length, "job")} refused, and why</summary>
      <ul className="mt-1 max-h-60 divide-y overflow-y-auto">
        {refused.slice(0, SHOWN).map(({ id, sentence }) => (
          <li key={id} className="flex flex-wrap gap-x-3 py-1">
            <Link to="/jobs/$id" params={{ id }} className="text-accent underline">
              <code>{format.shortId(id)}</code>
            </Link>
            <span className="min-w-0 break-words text-muted">{sentence}</span>
          </li>
        ))}
      </ul>
      {refused.length > SHOWN && <p className="mt-1 text-muted">and {format.count(refused.length - SHOWN)} more</p>}
    </details>
  );
}
