// The plan, what is paid for it, and the others there are; what is bought, and for how much, is asked at Stripe.
import { Check, CreditCard, ExternalLink } from "lucide-react";
import { Button } from "~/components/button";
import { Card, Stat, Stats } from "~/components/card";
import { Badge } from "~/components/state-badge";
import { Time } from "~/components/time";
import * as format from "~/format";
import { useAct } from "~/hooks/use-act";
import { leave } from "~/pages/usage/leave";
import * as usage from "~/services/usage";
import { useMay } from "~/session/use-me";

export function PlanCard({ found }: { found: usage.PlanUsage }) {
  const mayPay = useMay("keys:manage") && found.billing_configured && found.plan !== null;
  const portal = useAct({ act: usage.customerPortal, changes: [] });
  const open = () => portal.mutate(undefined, { onSuccess: leave });
  return (
    <Card
      title="Plan"
      acts={
        mayPay &&
        found.subscription && (
          <Button size="small" icon={CreditCard} busy={portal.isPending} onClick={open}>
            Change, cancel, see invoices
          </Button>
        )
      }
    >
      {found.plan === null ? (
        <p className="text-muted">There is no plan for whoever runs the service.</p>
      ) : (
        <>
          {found.subscription && <Paid found={found.subscription} />}
          <Plans found={found} mayPay={mayPay} />
        </>
      )}
      {!found.billing_configured && (
        <p className="mt-4 text-xs text-muted">
          This service sells no plans: it has no Stripe. Everybody stays on the plan that they have; whoever runs it can change that.
        </p>
      )}
    </Card>
  );
}

function Plans({ found, mayPay }: { found: usage.PlanUsage; mayPay: boolean }) {
  const buy = useAct({ act: usage.checkout, changes: [usage.KEY] });
  const sold = mayPay && !found.subscription;
  return (
    <ul className="grid gap-3 sm:grid-cols-3">
      {found.plans.map(({ name, jobs_limit: limit }) => {
        const mine = name === found.plan;
        return (
          <li
            key={name}
            aria-current={mine || undefined}
            className={`flex min-w-0 flex-col gap-3 rounded-lg border p-4 ${mine ? "border-accent bg-accent-soft" : ""}`}
          >
            <div>
              <p className="flex items-center justify-between gap-2 font-semibold capitalize">
                {name}
                {mine && (
                  <span className="inline-flex items-center gap-1 text-xs font-medium text-accent normal-case">
                    <Check aria-hidden className="size-3.5" />
                    your plan
                  </span>
                )}
              </p>
              <p className="mt-1 text-muted">{limit < 0 ? "Any number of jobs" : `${format.count(limit)} jobs a month`}</p>
            </div>
            {sold && !mine && usage.isSold(name) && (
              <Button
                kind="primary"
                icon={ExternalLink}
                className="mt-auto"
                busy={buy.isPending && buy.variables === name}
                onClick={() => buy.mutate(name, { onSuccess: leave })}
              >
                Take {name}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Paid({ found }: { found: usage.Subscription }) {
  return (
    <div className="mb-4">
      <Stats>
        <Stat word name="Subscription" value={<Badge tone={usage.isGood(found.status) ? "good" : "warn"}>{(found.status ?? "unknown").replaceAll("_", " ")}</Badge>} />
        <Stat word name="Paid since" value={<Time at={found.period_start} />} />
        <Stat word name={found.cancel_at_period_end ? "Ends" : "Renews"} value={<Time at={found.period_end} />} />
      </Stats>
      {found.cancel_at_period_end && (
        <p className="mt-3 text-warn">It is cancelled: the plan stays until its period ends, and is free from then on.</p>
      )}
      {found.status === "past_due" && <p className="mt-3 text-warn">A payment failed. Stripe tries again; see your card on their page.</p>}
    </div>
  );
}
