// Which service this is, whether its stores answer, and how safe an accepted job is there.
import { useQuery } from "@tanstack/react-query";
import { Card, Stat } from "~/components/card";
import { Skeleton } from "~/components/nothing-here";
import { Loaded } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { Duration } from "~/components/time";
import * as health from "~/services/health";
import type { Me } from "~/services/me";

const SURVIVES: Record<health.Health["durability"], string> = {
  "postgres+redis": "the death of any process, and a wiped Redis",
  "redis-aof": "the death of any process; not a wiped Redis",
  "redis-volatile": "not even a restart of Redis: it keeps nothing on disk",
};

export function Service({ me }: { me: Me }) {
  const query = useQuery(health.show());
  return (
    <Card title="The service">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
        <Stat word name="Version" value={me.version} />
        <Stat word name="Environment" value={me.environment} />
      </dl>
      <div className="mt-4">
        <Loaded query={query} what="Its health could not be read" skeleton={<Skeleton className="h-24" />}>
          {(found) => <Health found={found} />}
        </Loaded>
      </div>
    </Card>
  );
}

function Health({ found }: { found: health.Health }) {
  return (
    <dl className="grid gap-3">
      <div>
        <dt className="mb-1 text-xs text-muted">Stores</dt>
        <dd className="flex flex-wrap gap-2">
          {Object.entries(found.checks).map(([store, said]) => (
            <Badge key={store} tone={said === "healthy" ? "good" : said === "unhealthy" ? "bad" : "calm"}>
              {store}: {said}
            </Badge>
          ))}
        </dd>
      </div>
      <div>
        <dt className="text-xs text-muted">What an accepted job survives</dt>
        <dd className={found.durability === "redis-volatile" ? "text-warn" : undefined}>{SURVIVES[found.durability]}</dd>
      </div>
      <Stat word name="Up for" value={<Duration ms={found.uptime * 1000} />} />
    </dl>
  );
}
