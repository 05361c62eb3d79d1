// Schedules: jobs that are made by the clock, what they mean, when they run next, and how the last job stands.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { CalendarClock, Plus } from "lucide-react";
import { Button } from "~/components/button";
import { Listed } from "~/components/listed";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { useAct } from "~/hooks/use-act";
import { columns } from "~/pages/cron/columns";
import { blank } from "~/pages/cron/draft";
import { ScheduleForm } from "~/pages/cron/schedule-form";
import { useFresh } from "~/pages/cron/use-fresh";
import { OWN_ZONE } from "~/pages/cron/zones";
import * as cron from "~/services/cron";
import { useMay } from "~/session/use-me";

const route = getRouteApi("/cron");

export default function CronPage() {
  const { make } = route.useSearch();
  const navigate = useNavigate({ from: "/cron" });
  const query = useQuery(cron.list());
  const mayManage = useMay("jobs:manage");
  const begin = () => void navigate({ search: { make: true } });
  useFresh(query.data?.data.map((one) => one.last_job_id) ?? []);
  return (
    <Page
      title="Cron"
      about="Each slot of a schedule makes one job, however many workers there are."
      acts={mayManage && <New onPress={begin} />}
    >
      <Listed
        label="Schedules"
        query={query}
        what="The schedules could not be read"
        columns={columns(mayManage)}
        rowKey={(one) => one.id}
        onOpen={({ id }) => void navigate({ to: "/cron/$id", params: { id } })}
        none={
          <EmptyState icon={CalendarClock} title="No schedule yet" act={mayManage && <New onPress={begin} />}>
          A schedule makes jobs by the clock: every five minutes, each weekday at nine, on the last day of a month.
        </EmptyState>
        }
      />
      {make && mayManage && <Make />}
    </Page>
  );
}

function New({ onPress }: { onPress: () => void }) {
  return (
    <Button kind="primary" icon={Plus} onClick={onPress}>
      New schedule
    </Button>
  );
}

function Make() {
  const navigate = useNavigate({ from: "/cron" });
  const create = useAct({ act: cron.create, done: (made) => `${made.name} is on`, changes: [cron.KEY], quiet: true });
  const save = async (schedule: cron.NewSchedule) => {
    const { id } = await create.mutateAsync(schedule);
    await navigate({ to: "/cron/$id", params: { id } });
  };
  return (
    <ScheduleForm
      title="New schedule"
      verb="Make it"
      first={blank(OWN_ZONE)}
      onSave={save}
      onClose={() => void navigate({ search: {} })}
    />
  );
}
