// Usage: this month's jobs against what the plan allows, the plan, and the way to another.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Database } from "lucide-react";
import { EmptyState, Skeleton } from "~/components/nothing-here";
import { Notice } from "~/components/notice";
import { Loaded, Page } from "~/components/page";
import { Month } from "~/pages/usage/month";
import { PlanCard } from "~/pages/usage/plan-card";
import type { UsageSearch } from "~/pages/usage/search";
import * as usage from "~/services/usage";
import { useMe } from "~/session/use-me";

const route = getRouteApi("/usage");

const PAYING = 3000; // ms: Stripe tells of a payment within seconds, and no event says so here

export default function UsagePage() {
  const { checkout } = route.useSearch();
  const navigate = useNavigate({ from: "/usage" });
  const tables = useMe().data?.features.tables ?? true;
  const query = useQuery({ ...usage.show(checkout === "done" && PAYING), enabled: tables });
  return (
    <Page title="Usage" about="The jobs that were made this month, and the plan that they count against.">
      <div className="grid gap-4">
        {checkout && <Outcome checkout={checkout} found={query.data} onClose={() => void navigate({ search: {}, replace: true })} />}
        {tables ? (
          <Loaded apart query={query} what="The usage could not be read" skeleton={<Waiting />}>
            {(found) => (
              <>
                <Month found={found} />
                <PlanCard found={found} />
              </>
            )}
          </Loaded>
        ) : (
          <div className="card">
            <EmptyState icon={Database} title="Nothing is counted here">
              This service runs on Redis alone. Jobs are counted, and plans kept, where it has Postgres: <code>DATABASE_URL</code>.
            </EmptyState>
          </div>
        )}
      </div>
    </Page>
  );
}

interface OutcomeProps extends Required<UsageSearch> {
  found: usage.PlanUsage | undefined;
  onClose: () => void;
}

/** The address alone proves nothing: the plan is what the service says it is. */
function Outcome({ checkout, found, onClose }: OutcomeProps) {
  if (checkout === "cancelled")
    return (
      <Notice title="Nothing was bought" onClose={onClose}>
        The payment was left before its end. The plan is what it was.
      </Notice>
    );
  const status = found?.subscription?.status;
  if (usage.isOwed(status)) return null; // its plan says so
  if (usage.isGood(status))
    return (
      <Notice tone="good" title={`You are on the plan ${found?.plan}`} onClose={onClose}>
        Its limit holds from the next job on.
      </Notice>
    );
  return (
    <Notice title="The payment is on its way" onClose={onClose}>
      Stripe tells this service how it ended, mostly within seconds. This page looks again by itself.
    </Notice>
  );
}

function Waiting() {
  return (
    <div className="grid gap-4" role="status" aria-label="Loading">
      <div className="card space-y-4 p-4">
        <Skeleton className="w-24" />
        <Skeleton className="h-20" />
      </div>
      <div className="card space-y-4 p-4">
        <Skeleton className="w-24" />
        <Skeleton className="h-28" />
      </div>
    </div>
  );
}
