// How an act on many jobs stands: progress that can be stopped, and afterwards what was refused, and why.
import { Link } from "@tanstack/react-router";
import { Play, Square, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "~/components/button";
import { Progress } from "~/components/progress";
import * as format from "~/format";
import { BULK_ACTS } from "~/pages/jobs/bulk-acts";
import { bulkRun, type Progress as Standing } from "~/pages/jobs/bulk-run";

const SHOWN = 100; // refusals; the rest is counted

/** Nothing while nothing was begun. */
export function BulkPanel() {
  const standing = useSyncExternalStore(bulkRun.subscribe, bulkRun.current);
  if (!standing) return null;
  const { done, refused, remaining, condition, reason } = standing;
  const met = done + refused.length;
  return (
    <section aria-label="Act on many jobs" className="card mb-3 space-y-2.5 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <p role="status" className="figures min-w-0 font-medium">
          {sentence(standing)}
        </p>
        <Buttons condition={condition} />
      </div>
      {condition !== "finished" && <Progress label={BULK_ACTS[standing.verb].doing} value={met / Math.max(1, met + remaining)} tone={condition === "failed" ? "bad" : condition === "waiting" ? "warn" : "accent"} />}
      {reason && (
        <p role="alert" className={condition === "failed" ? "text-bad" : "text-warn"}>
          {reason}
          {condition === "waiting" && ". It goes on by itself."}
        </p>
      )}
      {refused.length > 0 && <Refused standing={standing} />}
    </section>
  );
}

function sentence({ verb, done, refused, remaining, remainingIsExact, condition }: Standing): string {
  const { doing, done: ed } = BULK_ACTS[verb];
  const met = done + refused.length;
  const all = `${format.count(met + remaining)}${remainingIsExact ? "" : "+"}`;
  if (condition === "finished") return `${format.counted(done, "job")} ${ed}${refused.length ? `, ${format.count(refused.length)} refused` : ""}`;
  const state = { running: doing, waiting: `${doing}, held up`, stopped: `${doing} was stopped`, failed: `${doing} came to an end` }[condition];
  return `${state}: ${format.count(met)} of ${all}`;
}

function Buttons({ condition }: { condition: Standing["condition"] }) {
  const underWay = condition === "running" || condition === "waiting";
  return (
    <div className="flex gap-2">
      {condition !== "running" && condition !== "finished" && (
        <Button size="small" icon={Play} onClick={bulkRun.goOn}>
          {condition === "waiting" ? "Go on now" : "Go on"}
        </Button>
      )}
      {underWay ? (
        <Button size="small" icon={Square} onClick={bulkRun.stop}>
          Stop
        </Button>
      ) : (
        <Button size="small" kind="quiet" icon={X} onClick={bulkRun.dismiss}>
          Close
        </Button>
      )}
    </div>
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
