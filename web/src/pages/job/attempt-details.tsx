// One attempt, unfolded: who ran it and when exactly, why it failed, and what its handler logged.
import type { ReactNode } from "react";
import { CopyButton } from "~/components/copy-button";
import * as format from "~/format";
import { LongText } from "~/pages/job/long-text";
import { WorkerLink } from "~/pages/workers/worker-link";
import type { Attempt } from "~/services/jobs";

/** `told`: its error stands above already. */
export function AttemptDetails({ attempt, told }: { attempt: Attempt; told: boolean }) {
  const { worker, started_at: started, ended_at: ended, error, traceback, logs } = attempt;
  return (
    <div className="space-y-3 px-4 pt-2 pb-4 md:pl-10">
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
        {worker && (
          <Fact name="Worker">
            <WorkerLink id={worker} />
          </Fact>
        )}
        <Fact name="Started">{started ? format.moment(started) : "not yet"}</Fact>
        <Fact name="Ended">{ended ? format.moment(ended) : "not yet"}</Fact>
      </dl>
      {error && !told && <LongText label={`Error of attempt ${attempt.number}`} text={error} bad />}
      {traceback && !told && <LongText label={`Traceback of attempt ${attempt.number}`} text={traceback} show="last" lined />}
      {logs.length > 0 ? <Logs attempt={attempt} /> : <p className="text-xs text-muted">{ended ? "Its handler logged nothing." : "What its handler logs is shown when it has ended."}</p>}
    </div>
  );
}

function Logs({ attempt: { number, logs, started_at: started } }: { attempt: Attempt }) {
  const begin = started ? format.time(started) : (logs[0]?.[0] ?? 0);
  const written = () => logs.map(([at, line]) => `${new Date(at).toISOString()} ${line}`).join("\n");
  return (
    <div role="group" aria-label={`Log of attempt ${number}`} className="relative rounded-lg bg-sunken">
      <div className="absolute top-1.5 right-1.5 rounded-lg bg-sunken">
        <CopyButton text={written} label="Copy the log" />
      </div>
      <ol tabIndex={0} className="max-h-96 overflow-auto p-3 pr-11 font-mono text-xs leading-5">
        {logs.map(([at, line], index) => (
          <li key={index} className="flex gap-3">
            <time dateTime={new Date(at).toISOString()} title={format.moment(at)} className="figures w-16 shrink-0 text-right text-faint">
              +{format.duration(at - begin)}
            </time>
            <span className="min-w-0 break-words whitespace-pre-wrap">{line}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{name}</dt>
      <dd className="figures">{children}</dd>
    </div>
  );
}
