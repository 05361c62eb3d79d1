// A schedule: what it means, what it makes, and what became of it.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { JsonTree } from "~/components/json-tree";
import { Loaded, Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { UpLink } from "~/components/up-link";
import { useAct } from "~/hooks/use-act";
import { Hold, Remove, RunNow } from "~/pages/cron/acts";
import { OnOrPaused } from "~/pages/cron/columns";
import { changes, draftOf, read } from "~/pages/cron/draft";
import { NextRuns } from "~/pages/cron/next-runs";
import { ScheduleForm } from "~/pages/cron/schedule-form";
import { policies } from "~/pages/cron/words";
import { Runs } from "~/pages/schedule/runs";
import * as cron from "~/services/cron";
import { useMay } from "~/session/use-me";

const route = getRouteApi("/cron/$id");

export default function SchedulePage() {
  const { id } = route.useParams();
  const { edit } = route.useSearch();
  const query = useQuery(cron.show(id));
  const mayManage = useMay("jobs:manage");
  const schedule = query.data;
  return (
    <Page
      title={schedule?.name ?? "Schedule"}
      about={<UpLink to="/cron">All schedules</UpLink>}
      acts={mayManage && schedule && <Acts schedule={schedule} />}
    >
      <Loaded apart query={query} what="The schedule could not be read">
        {(found) => (
          <div className="grid gap-4 lg:grid-cols-2">
            <When schedule={found} />
            <Makes schedule={found} />
            <div className="min-w-0 lg:col-span-2">
              <Runs id={id} />
            </div>
            {edit && mayManage && <Edit schedule={found} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Acts({ schedule }: { schedule: cron.FullSchedule }) {
  const navigate = useNavigate({ from: "/cron/$id" });
  return (
    <>
      <RunNow schedule={schedule} />
      <Hold schedule={schedule} />
      <Button icon={Pencil} onClick={() => void navigate({ search: { edit: true } })}>
        Edit
      </Button>
      <Remove schedule={schedule} />
    </>
  );
}

function When({ schedule }: { schedule: cron.FullSchedule }) {
  const { description, cron_expression, time_zone, enabled, next_runs } = schedule;
  return (
    <Card title="When" acts={<OnOrPaused enabled={enabled} />}>
      <p className="text-base font-medium">{description ?? "This service does not know its time zone any more: choose another."}</p>
      <p className="mt-0.5 mb-3 text-muted">
        <code>{cron_expression}</code> · {time_zone}
      </p>
      {enabled ? <NextRuns runs={next_runs} /> : <p className="text-muted">It is paused, and has no next run.</p>}
    </Card>
  );
}

function Makes({ schedule }: { schedule: cron.FullSchedule }) {
  const { id, job_type, queue_name, priority, max_attempts, timeout_seconds, tags, payload } = schedule;
  return (
    <Card
      title="What it makes"
      acts={
        <Link to="/jobs" search={{ tags: `schedule:${id}` }} className="text-accent hover:underline">
          All its jobs
        </Link>
      }
    >
      <dl className="mb-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
        <Line name="Type">
          <code>{job_type}</code>
        </Line>
        <Line name="Queue">
          {queue_name}, priority {priority}
        </Line>
        <Line name="Attempts">{max_attempts ?? "as its handler says"}</Line>
        <Line name="Timeout">{timeout_seconds === null ? "as its handler says" : `${timeout_seconds} s`}</Line>
        {tags && (
          <Line name="Tags">
            <span className="flex flex-wrap gap-1">
              {Object.entries(tags).map(([name, value]) => (
                <Badge key={name}>
                  {name}: {value}
                </Badge>
              ))}
            </span>
          </Line>
        )}
        <Line name="If in the way">{policies(schedule).join(" ")}</Line>
      </dl>
      <JsonTree label="Payload" value={payload} />
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Edit({ schedule }: { schedule: cron.FullSchedule }) {
  const navigate = useNavigate({ from: "/cron/$id" });
  const close = () => navigate({ search: {} });
  const change = useAct({
    act: (fields: cron.Change) => cron.change(schedule.id, fields),
    done: (changed) => `${changed.name} is changed`,
    changes: [cron.KEY],
    quiet: true,
  });
  const first = draftOf(schedule);
  const save = async (after: cron.NewSchedule) => {
    const before = read(first);
    await change.mutateAsync(before.ok ? changes(before.value, after) : after);
    await close();
  };
  return <ScheduleForm title={`Edit ${schedule.name}`} verb="Save" first={first} onSave={save} onClose={() => void close()} />;
}
