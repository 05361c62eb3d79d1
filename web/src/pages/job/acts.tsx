// What may be done with a job: only what its state and the caller allow is there.
import { Link, useNavigate } from "@tanstack/react-router";
import { Ban, Copy, Play, Trash2 } from "lucide-react";
import { Button, buttonLook } from "~/components/button";
import { ConfirmDialog } from "~/components/dialog";
import { CopyButton } from "~/components/copy-button";
import { useAct } from "~/hooks/use-act";
import * as curl from "~/lib/curl";
import { RequeueDialog } from "~/pages/job/requeue-dialog";
import * as deadLetters from "~/services/dead-letters";
import * as enqueue from "~/services/enqueue";
import * as jobs from "~/services/jobs";
import { useMe } from "~/session/use-me";
import { allows, LOOK } from "~/states";

interface ActsProps {
  job: jobs.Job;
  /** Its worker was asked to stop it. */
  cancelling: boolean;
}

export function Acts({ job, cancelling }: ActsProps) {
  const { may, data: me } = useMe();
  const manages = may("jobs:manage");
  const withKey = me?.who.kind !== "open";
  return (
    <>
      {manages && allows(job.status, "retry") && <RunNow job={job} />}
      {manages && allows(job.status, "requeue") && !job.requeued_as && <Requeue job={job} />}
      {manages && allows(job.status, "cancel") && <Cancel job={job} cancelling={cancelling} />}
      {may("jobs:submit") && (
        <Link to="/new" search={{ from: job.id }} className={buttonLook()}>
          <Copy aria-hidden />
          Enqueue a copy
        </Link>
      )}
      <CopyButton wide size="medium" label="Copy as curl" text={() => curl.enqueueing(enqueue.URL_OF_JOBS, enqueue.like(job), withKey)} />
      {manages && LOOK[job.status].final && <Delete job={job} />}
    </>
  );
}

const changes = (id: string) => [jobs.KEY, jobs.oneKey(id), deadLetters.KEY];

function RunNow({ job }: { job: jobs.Job }) {
  const retry = useAct({ act: jobs.retry, done: () => `${job.type} is in line, and runs as soon as a worker is free`, changes: changes(job.id) });
  return (
    <Button kind="primary" icon={Play} busy={retry.isPending} aria-keyshortcuts="r" onClick={() => retry.mutate(job.id)}>
      {job.status === "failed" ? "Retry now" : "Run now"}
    </Button>
  );
}

function Requeue({ job }: { job: jobs.Job }) {
  const navigate = useNavigate();
  const requeue = useAct({
    act: (edit: { payload?: unknown; max_attempts: number }) => deadLetters.requeue(job.id, edit),
    done: () => `${job.type} is requeued: this is the fresh job`,
    changes: changes(job.id),
    quiet: true,
  });
  const go = async (edit: { payload?: unknown; max_attempts: number }) => {
    const { new_job: fresh } = await requeue.mutateAsync(edit);
    void navigate({ to: "/jobs/$id", params: { id: fresh.id } });
  };
  return <RequeueDialog job={job} onRequeue={go} />;
}

function Cancel({ job, cancelling }: ActsProps) {
  const cancel = useAct({
    act: jobs.cancel,
    done: ({ status }) => (status === "cancelling" ? "Its worker was asked to stop it" : `${job.type} is cancelled`),
    changes: changes(job.id),
    quiet: true,
  });
  if (cancelling) return <Button busy>Cancelling</Button>;
  return (
    <ConfirmDialog
      trigger={
        <Button icon={Ban} aria-keyshortcuts="c">
          Cancel
        </Button>
      }
      title={`Cancel this ${job.type}?`}
      verb="Cancel it"
      danger
      onConfirm={() => cancel.mutateAsync(job.id)}
    >
      {job.status === "running" ? "Its worker is asked to stop it; what it has done by then stays done." : "It has not begun, and will not run."}
    </ConfirmDialog>
  );
}

function Delete({ job }: { job: jobs.Job }) {
  const navigate = useNavigate();
  const remove = useAct({ act: jobs.remove, done: () => `${job.type} is deleted`, changes: [jobs.KEY, deadLetters.KEY], quiet: true });
  const go = async () => {
    await remove.mutateAsync(job.id);
    void navigate({ to: "/jobs", replace: true });
  };
  return (
    <ConfirmDialog trigger={<Button icon={Trash2}>Delete</Button>} title={`Delete this ${job.type}?`} verb="Delete it" danger onConfirm={go}>
      The job, its attempts and their logs are gone for good.
    </ConfirmDialog>
  );
}
