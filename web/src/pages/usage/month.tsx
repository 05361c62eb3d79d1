// This month's jobs as a bar: how many of how many, and when it begins anew.
import { Card } from "~/components/card";
import { Progress } from "~/components/progress";
import { Count, Time } from "~/components/time";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import type { PlanUsage } from "~/services/usage";

const NEAR = 80; // percent from which on it is worth a colour

export function Month({ found }: { found: PlanUsage }) {
  return <Card title="This month">{found.jobs_used === null ? <NotCounted /> : <Counted found={found} used={found.jobs_used} />}</Card>;
}

function NotCounted() {
  return (
    <p className="text-muted">
      <span className="font-medium text-text">Nothing is counted.</span> You run this service: there is no plan for your own jobs,
      and no limit. What is counted are the jobs of those who registered, each against their plan.
    </p>
  );
}

function Counted({ found, used }: { found: PlanUsage; used: number }) {
  const { jobs_limit: limit, usage_percent: percent, limit_reached: reached } = found;
  const limited = limit >= 0;
  const tone = reached ? "bad" : percent >= NEAR ? "warn" : "accent";
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className={classes("text-2xl font-semibold tracking-tight", tone === "bad" && "text-bad", tone === "warn" && "text-warn")}>
          <Count value={used} />
        </span>
        <span className="text-muted">{limited ? <>of {format.count(limit)} jobs</> : `${used === 1 ? "job" : "jobs"}, without a limit`}</span>
      </p>
      {limited && (
        <div className="mt-3">
          <Progress value={percent / 100} label="Used of this month's jobs" tone={tone} />
        </div>
      )}
      <p className="mt-2 text-xs text-muted">
        {limited && <>{format.count(Math.max(0, limit - used))} left. </>}
        The count begins anew <Time at={found.reset_at} />.
        {reached && (
          <span className="text-bad"> The limit is reached: new jobs are refused with 429 until then, or until the plan is a larger one.</span>
        )}
      </p>
    </>
  );
}
