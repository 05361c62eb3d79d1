// One job, whole: what it was asked, what came of it, and what happened in between.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Card, Stat, Stats } from "~/components/card";
import { CopyButton } from "~/components/copy-button";
import { JsonTree } from "~/components/json-tree";
import { Loaded, Page } from "~/components/page";
import { Progress } from "~/components/progress";
import { StateBadge } from "~/components/state-badge";
import { Time } from "~/components/time";
import * as format from "~/format";
import * as jobs from "~/services/jobs";

const route = getRouteApi("/jobs/$id");

export default function JobPage() {
  const { id } = route.useParams();
  const query = useQuery(jobs.show(id));
  const type = query.data?.type ?? "Job";
  return (
    <Page
      title={type}
      tab={`${type} ${format.shortId(id)}`}
      about={
        <span className="inline-flex max-w-full items-center gap-1">
          <code className="truncate text-xs">{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </span>
      }
    >
      <Loaded query={query} what="The job could not be read">
        {(job) => <Whole job={job} />}
      </Loaded>
    </Page>
  );
}

function Whole({ job }: { job: jobs.Job }) {
  return (
    <div className="grid gap-4">
      <Card>
        <Stats>
          <Stat word name="State" value={<StateBadge state={job.status} />} />
          <Stat word name="Attempts" value={`${job.attempts} of ${job.max_attempts}`} />
          <Stat word name="Queue" value={job.queue_name} />
          <Stat word name="Priority" value={job.priority} />
          <Stat word name="Created" value={<Time at={job.created_at} />} />
          <Stat word name="Due" value={<Time at={job.scheduled_at} />} />
          <Stat word name="Started" value={<Time at={job.started_at} />} />
          <Stat word name="Ended" value={<Time at={job.completed_at} />} />
        </Stats>
        {job.progress && (
          <div className="mt-4 space-y-1">
            <Progress value={job.progress.fraction} label="Progress of the job" />
            <p className="text-xs text-muted">{job.progress.message}</p>
          </div>
        )}
      </Card>
      {job.error_message && (
        <Card title="Error">
          <pre className="overflow-x-auto text-xs whitespace-pre-wrap text-bad">{job.error_message}</pre>
        </Card>
      )}
      <Card title="Payload">
        <JsonTree value={job.payload} label="Payload" />
      </Card>
      {job.result !== undefined && (
        <Card title="Result">
          <JsonTree value={job.result} label="Result" />
        </Card>
      )}
    </div>
  );
}
