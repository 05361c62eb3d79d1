// Jobs that wait for a worker that does not exist: nothing fails, so nobody would notice.
import { Link } from "@tanstack/react-router";
import { buttonLook } from "~/components/button";
import { Notice } from "~/components/notice";
import * as format from "~/format";
import type { JobType } from "~/services/types";

interface UnknownTypesProps {
  found: { data: readonly JobType[]; meta: { complete: boolean } };
}

const NAMED = 5;

export function UnknownTypes({ found: { data, meta } }: UnknownTypesProps) {
  const unknown = data.filter((type) => !type.known && type.pending).sort((a, b) => (b.pending ?? 0) - (a.pending ?? 0));
  if (unknown.length === 0) return null;
  const waiting = unknown.reduce((sum, type) => sum + (type.pending ?? 0), 0);
  const title = `${format.counted(waiting, "job")} ${waiting === 1 ? "waits" : "wait"} for a type that no worker knows`;
  return (
    <Notice
      tone="warn"
      title={meta.complete ? title : `At least ${title}`}
      act={
        <Link to="/workers" className={buttonLook({ size: "small" })}>
          See the workers
        </Link>
      }
    >
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {unknown.slice(0, NAMED).map((type) => (
          <li key={type.name}>
            <Link to="/jobs" search={{ type: type.name, status: "pending" }} className="font-medium text-text underline underline-offset-4">
              {type.name}
            </Link>{" "}
            {format.count(type.pending ?? 0)}, the oldest for {format.duration((type.oldest_age_seconds ?? 0) * 1000)}
          </li>
        ))}
        {unknown.length > NAMED && <li>and {format.counted(unknown.length - NAMED, "further type")}</li>}
      </ul>
      <p className="mt-1">They are not failed: they run as soon as a worker with a handler for them starts.</p>
    </Notice>
  );
}
