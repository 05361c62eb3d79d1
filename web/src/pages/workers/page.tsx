// Workers: who is there to run jobs, what each does, and which jobs nobody can run.
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { Cpu } from "lucide-react";
import { EmptyState, SkeletonCards } from "~/components/nothing-here";
import { Notice } from "~/components/notice";
import { Loaded, Page } from "~/components/page";
import { Together } from "~/pages/workers/together";
import { isOld } from "~/pages/workers/versions";
import { UnknownTypes, Versions } from "~/pages/workers/warnings";
import { WorkerCard } from "~/pages/workers/worker-card";
import { isMeant } from "~/pages/workers/worker-link";
import * as types from "~/services/types";
import * as workers from "~/services/workers";

export default function WorkersPage() {
  const query = useQuery(workers.list());
  const known = useQuery(types.list());
  return (
    <Page title="Workers" about="Processes that run jobs, as they last described themselves; one that stops leaves this page.">
      {known.data && <UnknownTypes types={known.data.data} complete={known.data.meta.complete} />}
      <Loaded apart query={query} what="The workers could not be read" skeleton={<SkeletonCards />}>
        {(found) => (found.length === 0 ? <None /> : <All found={found} />)}
      </Loaded>
    </Page>
  );
}

function All({ found }: { found: readonly workers.Worker[] }) {
  const sought = useLocation({ select: ({ hash }) => decodeURIComponent(hash) });
  return (
    <>
      {sought && !found.some((worker) => isMeant(worker, sought)) && <Gone id={sought} />}
      <Versions workers={found} />
      <Together workers={found} />
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {[...found].sort(byName).map((worker) => (
          <li key={worker.id} className="min-w-0">
            <WorkerCard worker={worker} old={isOld(worker, found)} meant={isMeant(worker, sought)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Where a link led that was older than the worker's end. */
function Gone({ id }: { id: string }) {
  return (
    <div className="mb-4">
      <Notice title="The worker that you look for has left">
        <code className="break-all">{id}</code> has stopped, or its process was replaced by another one. What it ran is with the job: its attempts say how each ended.
      </Notice>
    </div>
  );
}

/** The same place for each as long as it lives. */
function byName(a: workers.Worker, b: workers.Worker): number {
  return (a.host ?? "").localeCompare(b.host ?? "") || (a.pid ?? 0) - (b.pid ?? 0) || a.id.localeCompare(b.id);
}

function None() {
  return (
    <div className="card">
      <EmptyState icon={Cpu} title="No worker is there">
        Jobs are accepted and wait, none is lost. Start one with <code>HANDLERS=your_jobs:handlers python -m worker</code>.
      </EmptyState>
    </div>
  );
}
