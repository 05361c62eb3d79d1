// Enqueue: one job by hand, many from a text or file, or a load to see the service at work.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Lock } from "lucide-react";
import { ApiError } from "~/api/error";
import { EmptyState, ErrorState, Skeleton } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { Tabs } from "~/components/tabs";
import { copyOf, EMPTY } from "~/pages/enqueue/draft";
import { LoadForm } from "~/pages/enqueue/load-form";
import { ManyForm } from "~/pages/enqueue/many-form";
import { OneForm } from "~/pages/enqueue/one-form";
import type { EnqueueSearch } from "~/pages/enqueue/search";
import * as jobs from "~/services/jobs";
import { useMe } from "~/session/use-me";

const route = getRouteApi("/new");

export default function EnqueuePage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/new" });
  const { data: me, may } = useMe();
  if (me && !may("jobs:submit")) return <NotAllowed />;
  return (
    <Page title="Enqueue" about="What a service does by POST /api/v1/jobs, by hand.">
      <Tabs
        label="Ways to make jobs"
        value={search.way ?? "one"}
        onChange={(way) => void navigate({ search: (now) => ({ ...now, way: way === "one" ? undefined : way }) })}
        tabs={[
          { name: "one", label: "One job", content: <One search={search} /> },
          { name: "many", label: "Many", content: <ManyForm /> },
          { name: "load", label: "Demonstration load", content: <LoadForm run={search.run} /> },
        ]}
      />
    </Page>
  );
}

function NotAllowed() {
  return (
    <Page title="Enqueue">
      <div className="card">
        <EmptyState icon={Lock} title="Jobs are made by others">
          Whoever you are signed in as may not make jobs: that takes the scope <code>jobs:submit</code>.
        </EmptyState>
      </div>
    </Page>
  );
}

/** The form, empty or as a copy of a job; one that is gone leaves it empty. */
function One({ search: { from, type } }: { search: EnqueueSearch }) {
  const original = useQuery({ ...jobs.show(from ?? ""), enabled: from !== undefined, retry: false });
  if (from && original.isPending) return <div aria-busy="true"><Skeleton className="h-96 rounded-xl" /></div>;
  if (original.isError && ApiError.of(original.error).status !== 404)
    return (
      <div className="card">
        <ErrorState what="The job that this should be a copy of could not be read" error={original.error} retry={() => void original.refetch()} />
      </div>
    );
  const initial = original.data ? copyOf(original.data) : { ...EMPTY, type: type ?? "" };
  return (
    <>
      {original.isError && <p role="alert" className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-warn">The job that this should be a copy of is not here any more: the form is empty.</p>}
      <OneForm key={from ?? type ?? ""} initial={initial} />
    </>
  );
}
