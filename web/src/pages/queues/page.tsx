// Queues: how full each is and how long its oldest job waits; a held one is resumed here, and the other way round.
import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { EmptyState, SkeletonCards } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { useAct } from "~/hooks/use-act";
import { QueueCard } from "~/pages/queues/queue-card";
import { Throughput } from "~/pages/queues/throughput";
import * as queues from "~/services/queues";
import { useMay, useMe } from "~/session/use-me";

const MOST_TRENDS = 24; // queues, in the order of the page: each is a request a minute

export default function QueuesPage() {
  const query = useQuery(queues.list());
  const tables = useMe().data?.features.tables ?? false;
  const mayHold = useMay("jobs:manage");
  const pause = useAct({ act: queues.pause, done: (_, name) => `${name} is paused`, changes: [queues.KEY], quiet: true });
  const resume = useAct({ act: queues.resume, done: (_, name) => `${name} goes on`, changes: [queues.KEY], quiet: true });
  return (
    <Page title="Queues" about="A paused queue takes jobs and hands none out; what runs goes on.">
      <Loaded apart query={query} what="The queues could not be read" skeleton={<SkeletonCards />}>
        {(found) =>
          found.length === 0 ? (
            <None />
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
              {found.map((queue, place) => (
                <li key={queue.name}>
                  <QueueCard
                    queue={queue}
                    trend={tables && place < MOST_TRENDS && <Throughput queue={queue.name} />}
                    onPause={mayHold ? () => pause.mutateAsync(queue.name) : undefined}
                    onResume={mayHold ? () => resume.mutateAsync(queue.name) : undefined}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function None() {
  return (
    <div className="card">
      <EmptyState icon={Boxes} title="No queue yet">
        A queue is there from the first job that names it; a job that names none goes to <code>default</code>.
      </EmptyState>
    </div>
  );
}
