// One job, whole: what it was asked, what came of it, and what happened in between.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { History, SearchX } from "lucide-react";
import { ApiError } from "~/api/error";
import { Badge, StateBadge } from "~/components/state-badge";
import { buttonLook } from "~/components/button";
import { Card } from "~/components/card";
import { CopyButton } from "~/components/copy-button";
import { EmptyState, Skeleton, SkeletonRows } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Progress } from "~/components/progress";
import * as format from "~/format";
import { useNow } from "~/hooks/use-now";
import { Acts } from "~/pages/job/acts";
import { Facts } from "~/pages/job/facts";
import { LongText } from "~/pages/job/long-text";
import { draw } from "~/pages/job/phases";
import { Timeline } from "~/pages/job/timeline";
import { ValueCard } from "~/pages/job/value-card";
import { WhyCard } from "~/pages/job/why-card";
import * as jobs from "~/services/jobs";
import { LOOK } from "~/states";

const route = getRouteApi("/jobs/$id");

export default function JobPage() {
  const { id } = route.useParams();
  const query = useQuery(jobs.show(id));
  const job = query.data;
  const cancelling = useCancelling(id, job?.status === "running");
  const { status } = query.error ? ApiError.of(query.error) : { status: null };
  if (status === 404 || status === 400) return <Gone id={id} />;
  return (
    <Page
      title={job?.type ?? "Job"}
      tab={`${job?.type ?? "Job"} ${format.shortId(id)}`}
      about={
        <span className="flex max-w-full flex-wrap items-center gap-x-2 gap-y-1">
          {job && <StateBadge state={job.status} />}
          {cancelling && <Badge tone="warn">cancelling</Badge>}
          <span className="inline-flex min-w-0 items-center gap-1">
            <code className="truncate text-xs">{id}</code>
            <CopyButton text={id} label="Copy the id" />
          </span>
        </span>
      }
      acts={job && <Acts job={job} cancelling={cancelling} />}
    >
      <Loaded apart query={query} what="The job could not be read" skeleton={<Shape />}>
        {(job) => <Whole key={job.id} job={job} />}
      </Loaded>
    </Page>
  );
}

/** Whether a running job was asked to stop and has not yet. */
function useCancelling(id: string, running: boolean): boolean {
  const why = useQuery({ ...jobs.why(id), enabled: running });
  return running && (why.data?.reasons.some((reason) => reason.code === "cancelling") ?? false);
}

function Whole({ job }: { job: jobs.Job }) {
  const attempts = useQuery(jobs.attempts(job.id));
  const failed = attempts.data?.findLast((attempt) => attempt.error === job.error_message);
  const isOpen = !LOOK[job.status].final;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-4">
        {isOpen && <WhyCard job={job} />}
        {isOpen && job.progress && <Far progress={job.progress} />}
        {job.error_message && (
          <Card title={job.status === "dead" || job.status === "cancelled" ? "Error" : "Last error"}>
            <div className="space-y-3">
              <LongText label="Error" text={job.error_message} bad />
              {failed?.traceback && <LongText label="Traceback" text={failed.traceback} show="last" lined />}
            </div>
          </Card>
        )}
        <Attempts job={job} query={attempts} />
        {job.result !== undefined && <ValueCard title="Result" value={job.result} />}
        <ValueCard title="Payload" value={job.payload} />
      </div>
      <Facts job={job} />
    </div>
  );
}

function Far({ progress }: { progress: NonNullable<jobs.Job["progress"]> }) {
  return (
    <Card title="Progress">
      <Progress value={progress.fraction} label="Progress of the job" />
      <p className="mt-2 flex justify-between gap-3 text-xs text-muted">
        <span className="min-w-0 break-words">{progress.message}</span>
        <span className="figures">{format.percent(progress.fraction)}</span>
      </p>
    </Card>
  );
}

function Attempts({ job, query }: { job: jobs.Job; query: ReturnType<typeof useQuery<jobs.Attempt[]>> }) {
  const now = useNow();
  const isAbsent = query.error && ApiError.of(query.error).code === "tables_needed";
  return (
    <Card bare title="Attempts">
      {isAbsent ? (
        <EmptyState icon={History} title="No history is kept">
          This service runs without Postgres, which would keep every attempt with its log.
        </EmptyState>
      ) : (
        <Loaded query={query} what="The attempts could not be read" skeleton={<SkeletonRows rows={2} />}>
          {(attempts) => {
            const drawing = draw(job, attempts, now);
            return drawing.rows.length > 0 ? <Timeline drawing={drawing} told={job.error_message ? attempts.findLast((attempt) => attempt.error === job.error_message) : undefined} /> : <p className="px-4 py-5 text-muted">It ended before any attempt began.</p>;
          }}
        </Loaded>
      )}
    </Card>
  );
}

function Gone({ id }: { id: string }) {
  return (
    <Page title="No such job">
      <div className="card">
        <EmptyState
          icon={SearchX}
          title="This job is not here"
          act={
            <Link to="/jobs" className={buttonLook()}>
              To the jobs
            </Link>
          }
        >
          <p>
            <code className="text-xs break-all">{id}</code>
          </p>
          <p className="mt-1">It was deleted, its time to be kept is over, or it belongs to somebody else. A link may also have lost a part.</p>
        </EmptyState>
      </div>
    </Page>
  );
}

function Shape() {
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Skeleton className="h-56 rounded-xl" />
      <Skeleton className="h-72 rounded-xl" />
    </div>
  );
}
