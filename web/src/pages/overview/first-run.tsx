// The first visit: a line to copy that makes a job, and in its place that job when it arrives.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { PartyPopper, Rocket } from "lucide-react";
import { useState } from "react";
import { buttonLook } from "~/components/button";
import { Card } from "~/components/card";
import { CopyButton } from "~/components/copy-button";
import { StateBadge } from "~/components/state-badge";
import { Time } from "~/components/time";
import * as format from "~/format";
import { curl } from "~/pages/overview/curl";
import type { LiveEvent } from "~/live/stream";
import { useLiveEvents } from "~/live/use-live";
import * as firstJob from "~/services/first-job";
import * as jobs from "~/services/jobs";
import type { JobType } from "~/services/types";
import { useMe } from "~/session/use-me";

interface FirstRunProps {
  /** Whether no job was ever made; undefined until that is known. */
  isEmpty: boolean | undefined;
  types: readonly JobType[] | undefined;
}

/** There as long as nothing was ever enqueued, and until the page is left after the first job. */
export function FirstRun({ isEmpty, types }: FirstRunProps) {
  const [began, setBegan] = useState(false);
  const [first, setFirst] = useState<string | null>(null);
  if (isEmpty && !began) setBegan(true);
  useLiveEvents((event: LiveEvent) => {
    if (began && "job_id" in event) setFirst((known) => known ?? event.job_id);
  });
  const missed = began && isEmpty === false && first === null;
  const oldest = useQuery({ ...firstJob.show(), enabled: missed });
  const id = first ?? oldest.data?.id;
  if (!began) return null;
  return id ? <Arrived id={id} /> : <Guide types={types} />;
}

function Guide({ types }: { types: readonly JobType[] | undefined }) {
  const { data: me, may } = useMe();
  const line = curl({ type: demonstration(types), withKey: !me?.open });
  return (
    <Card>
      <div className="flex items-start gap-3">
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
          <Rocket aria-hidden className="size-5" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold">Send your first job</h2>
          <p className="mt-0.5 text-muted">
            Run this line anywhere that reaches the service. The job appears here by itself, a moment later.
          </p>
          <div className="mt-3 flex items-start gap-2 rounded-lg border bg-sunken p-1 pl-3">
            <pre aria-label="The line to run" tabIndex={0} className="min-w-0 flex-1 overflow-x-auto py-1.5 text-xs leading-5">{line}</pre>
            <CopyButton text={line} label="Copy the line" />
          </div>
          {!me?.open && (
            <p className="mt-2 text-xs text-muted">
              <code>$KEY</code> is a key with the scope <code>jobs:submit</code>
              {may("keys:manage") && (
                <>
                  : make one among the{" "}
                  <Link to="/keys" className="underline underline-offset-4">
                    keys
                  </Link>
                </>
              )}
              .
            </p>
          )}
          <div className="mt-4 flex flex-wrap items-center gap-3">
            {may("jobs:submit") && (
              <Link to="/new" className={buttonLook({ kind: "primary" })}>
                Or make one here
              </Link>
            )}
            <span role="status" className="inline-flex items-center gap-2 text-xs text-muted">
              <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />
              Waiting for the first job
            </span>
          </div>
        </div>
      </div>
    </Card>
  );
}

function Arrived({ id }: { id: string }) {
  const { data: job } = useQuery(jobs.show(id));
  return (
    <Card>
      <div className="flex items-center gap-3">
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-good-soft text-good">
          <PartyPopper aria-hidden className="size-5" />
        </span>
        <div className="min-w-0 flex-1" role="status">
          <h2 className="text-base font-semibold">Your first job is here</h2>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <Link to="/jobs/$id" params={{ id }} className="font-medium text-text underline underline-offset-4">
              {job?.type ?? format.shortId(id)}
            </Link>
            {job && <StateBadge state={job.status} />}
            {job && <Time at={job.created_at} />}
          </p>
        </div>
        <Link to="/jobs/$id" params={{ id }} className={buttonLook({ className: "max-sm:hidden" })}>
          See everything about it
        </Link>
      </div>
    </Card>
  );
}

/** A type that a worker runs: `sleep` where there is one, as it needs nothing. */
function demonstration(types: readonly JobType[] | undefined): string {
  const known = (types ?? []).filter((type) => type.known).map((type) => type.name);
  return known.includes("sleep") ? "sleep" : (known[0] ?? "sleep");
}
