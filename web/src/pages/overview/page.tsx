// Overview: how everything stands.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card, Stat, Stats } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Count } from "~/components/time";
import * as format from "~/format";
import * as stats from "~/services/stats";
import { LOOK, STATES } from "~/states";

export default function OverviewPage() {
  const query = useQuery(stats.show());
  return (
    <Page title="Overview">
      <Loaded query={query} what="The counts could not be read" skeleton={<Skeleton className="h-48" />}>
        {(found) => <Whole found={found} />}
      </Loaded>
    </Page>
  );
}

function Whole({ found }: { found: stats.Stats }) {
  return (
    <div className="grid gap-4">
      <Card title="Now">
        <Stats>
          <Stat name="Ended per minute" value={<Count value={found.jobs_per_minute} />} />
          <Stat name="Waiting or running" value={<Count value={found.queue_depth} />} />
          <Stat name="Workers" value={<Count value={found.active_workers} />} tone={found.active_workers === 0 ? "warn" : "plain"} />
          <Stat name="Failed of all" value={format.percent(found.failed_rate)} tone={found.failed_rate > 0.05 ? "bad" : "plain"} />
        </Stats>
      </Card>
      <Card title="Jobs by state">
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4 lg:grid-cols-7">
          {STATES.map((state) => {
            const { icon: Icon, label, badge } = LOOK[state];
            return (
              <li key={state}>
                <Link to="/jobs" search={{ status: state }} className={`block rounded-lg px-3 py-2.5 ${badge}`}>
                  <span className="flex items-center gap-1.5 text-xs">
                    <Icon aria-hidden className="size-3.5" />
                    {label}
                  </span>
                  <span className="mt-1 block text-xl font-semibold">
                    <Count value={found[state]} />
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      </Card>
    </div>
  );
}
