// What is not as it should be, and what to do about it: types that no worker knows, and versions that differ.
import { Link } from "@tanstack/react-router";
import { Notice } from "~/components/notice";
import { Table, type Column } from "~/components/table";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import { differing } from "~/pages/workers/versions";
import type { JobType } from "~/services/types";
import type { Worker } from "~/services/workers";

interface UnknownTypesProps {
  types: readonly JobType[];
  /** False: more jobs wait than were looked at. */
  complete: boolean;
}

export function UnknownTypes({ types, complete }: UnknownTypesProps) {
  const unknown = types.filter((type) => !type.known && type.pending).sort((a, b) => (b.pending ?? 0) - (a.pending ?? 0));
  if (unknown.length === 0) return null;
  return (
    <div className="mb-4 space-y-2">
      <Notice tone="warn" title={`No worker knows ${unknown.length === 1 ? "this type" : `these ${format.count(unknown.length)} types`}`}>
        {unknown.length === 1 ? "Its" : "Their"} jobs wait and do not fail. Start a worker whose <code>HANDLERS</code> has the type, or see whether its name was
        misspelt where it is enqueued, and cancel those.
      </Notice>
      <div className="card overflow-hidden">
        <Table label="Types that no worker knows" columns={columns(complete)} rows={unknown} rowKey={(type) => type.name} />
      </div>
    </div>
  );
}

function columns(complete: boolean): readonly Column<JobType>[] {
  return [
    {
      key: "name",
      title: "Type",
      phone: "main",
      width: "minmax(10rem, 1fr)",
      cell: ({ name }) => (
        <Link to="/jobs" search={{ type: name, status: "pending" }} className="font-medium hover:underline">
          {name}
        </Link>
      ),
    },
    {
      key: "pending",
      title: complete ? "Waiting" : "Waiting, at least",
      phone: "side",
      width: "9rem",
      align: "end",
      cell: ({ pending }) => <Count value={pending} />,
    },
    {
      key: "oldest",
      title: "The oldest for",
      width: "10rem",
      align: "end",
      cell: ({ oldest_age_seconds: age }) => <Duration ms={age === null ? null : age * 1000} />,
    },
  ];
}

export function Versions({ workers }: { workers: readonly Worker[] }) {
  return differing(workers).map((versions) => (
    <div key={versions[0]?.version} className="mb-4">
      <Notice title={`${format.count(versions.length)} versions run beside each other`}>
        {versions.map(({ version, workers: count }) => `${version} on ${format.counted(count, "worker")}`).join(", ")}. While a
        deploy goes on that is as it should be; afterwards the older ones were not restarted.
      </Notice>
    </div>
  ));
}
