// What failed lately, alike failures together: the error, how often, and a job to look at.
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { buttonLook } from "~/components/button";
import { Card } from "~/components/card";
import { SkeletonRows } from "~/components/nothing-here";
import { Badge } from "~/components/state-badge";
import { Time } from "~/components/time";
import * as format from "~/format";
import type { FailureGroup, Failures as Found } from "~/services/stats";

interface FailuresProps {
  query: UseQueryResult<Found>;
  /** `the last hour`. */
  span: string;
}

export function Failures({ query, span }: FailuresProps) {
  const found = query.data;
  if (!found && query.isError) return null;
  const sum = found && `${found.complete ? "" : "at least "}${format.counted(found.failures, "attempt")} in ${span}`;
  return (
    <Card title="Recent failures" bare acts={<span className="text-xs text-muted">{sum}</span>}>
      {!found ? (
        <SkeletonRows rows={3} />
      ) : found.groups.length === 0 ? (
        <p className="px-4 py-8 text-center text-muted">Nothing failed in {span}.</p>
      ) : (
        <>
          <ul className="divide-y">
            {found.groups.map((group) => (
              <li key={`${group.type} ${group.group}`}>
                <Group group={group} />
              </li>
            ))}
          </ul>
          {found.more_groups > 0 && (
            <p className="border-t px-4 py-2 text-xs text-muted">
              {format.counted(found.more_groups, "further kind")} of failure: <Link to="/jobs" search={{ status: "failed" }} className="underline underline-offset-4">failed</Link> and{" "}
              <Link to="/dead-letters" className="underline underline-offset-4">dead</Link> jobs.
            </p>
          )}
        </>
      )}
    </Card>
  );
}

export function Group({ group }: { group: FailureGroup }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover">
      <span className="figures w-14 shrink-0 text-lg font-semibold" title={format.counted(group.count, "failed attempt")}>
        {format.compact(group.count)}
        <span className="sr-only"> failed attempts</span>
        <span aria-hidden className="text-xs font-normal text-muted">
          ×
        </span>
      </span>
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate font-mono text-xs leading-5" title={group.last_error ?? group.error}>
          {group.error || "no message"}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
          <span className="font-medium text-text">{group.type}</span>
          {group.dead > 0 && <Badge tone="bad">{format.count(group.dead)} dead</Badge>}
          <Time at={group.last_at} />
        </p>
      </div>
      <div className="flex gap-2">
        <Link to="/jobs/$id" params={{ id: group.sample_job_id }} className={buttonLook({ size: "small" })}>
          Newest job<span className="sr-only"> of {group.type}</span>
        </Link>
        <Link
          to="/jobs"
          search={{ type: group.type, status: group.dead > 0 ? "dead" : "failed" }}
          className={buttonLook({ size: "small" })}
        >
          {group.dead > 0 ? "Dead ones" : "Failed ones"}
          <span className="sr-only"> of {group.type}</span>
        </Link>
      </div>
    </div>
  );
}
