// What the caller may do, in words; what they may not stands there too, so that they know what to ask for.
import { Check, Minus } from "lucide-react";
import { Card } from "~/components/card";
import type { Scope } from "~/services/me";

const MEANINGS: Record<Scope, string> = {
  "jobs:submit": "make jobs",
  "jobs:read": "see jobs, queues, workers, schedules, webhooks and counts",
  "jobs:manage": "cancel, retry, requeue and remove jobs, pause queues, edit schedules and webhooks",
  "jobs:lease": "take jobs, as a worker over HTTP does",
  "jobs:ack": "say how a job went, as a worker over HTTP does",
  "keys:manage": "make, rotate and revoke keys, and change the plan",
};

export function Scopes({ scopes }: { scopes: readonly string[] }) {
  const known = Object.keys(MEANINGS) as Scope[];
  const others = scopes.filter((scope) => !known.includes(scope as Scope));
  return (
    <Card title="What you may do" bare>
      <ul className="divide-y">
        {known.map((scope) => (
          <Line key={scope} scope={scope} meaning={MEANINGS[scope]} may={scopes.includes(scope)} />
        ))}
        {others.map((scope) => (
          <Line key={scope} scope={scope} meaning="a scope that this page does not know" may />
        ))}
      </ul>
    </Card>
  );
}

function Line({ scope, meaning, may }: { scope: string; meaning: string; may: boolean }) {
  const Icon = may ? Check : Minus;
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${may ? "text-good" : "text-faint"}`} />
      <div className={`min-w-0 ${may ? "" : "text-muted"}`}>
        <code className="text-xs font-medium">{scope}</code>
        <p className="text-muted">
          {!may && <span className="font-medium">You may not </span>}
          {meaning}
        </p>
      </div>
    </li>
  );
}
