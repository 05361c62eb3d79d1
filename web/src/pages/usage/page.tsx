// Usage: this month's jobs against what the tier allows.
import { useQuery } from "@tanstack/react-query";
import { Card, Stat, Stats } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Progress } from "~/components/progress";
import { Count, Time } from "~/components/time";
import * as usage from "~/services/usage";

export default function UsagePage() {
  const query = useQuery(usage.show());
  return (
    <Page title="Usage" about="Jobs that were made this month.">
      <Loaded query={query} what="The usage could not be read" skeleton={<Skeleton className="h-32" />}>
        {(found) => <Month found={found} />}
      </Loaded>
    </Page>
  );
}

function Month({ found }: { found: usage.Usage }) {
  const limited = found.jobs_limit >= 0;
  return (
    <Card title="This month">
      <Stats>
        <Stat word name="Tier" value={found.tier ?? "none"} />
        <Stat name="Jobs" value={<Count value={found.jobs_used} />} note={found.jobs_used === null ? "not counted for the operator" : undefined} />
        <Stat name="Allowed" value={limited ? <Count value={found.jobs_limit} /> : "no limit"} />
        <Stat word name="Starts anew" value={<Time at={found.reset_at} />} />
      </Stats>
      {limited && (
        <div className="mt-4">
          <Progress value={found.usage_percent / 100} label="Used of this month's jobs" tone={found.limit_reached ? "bad" : "accent"} />
        </div>
      )}
    </Card>
  );
}
