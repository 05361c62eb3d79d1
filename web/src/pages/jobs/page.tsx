// Jobs: all of them, newest first, narrowed by what the address says.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { FilterBar, FilterChip } from "~/components/filter-bar";
import { Select } from "~/components/field";
import { LoadMore } from "~/components/load-more";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { Table } from "~/components/table";
import { COLUMNS } from "~/pages/jobs/columns";
import type { JobsSearch } from "~/pages/jobs/search";
import * as jobs from "~/services/jobs";
import { LOOK, STATES, type State } from "~/states";

const route = getRouteApi("/jobs");

const STATE_OPTIONS = [
  { value: "" as const, label: "Every state" },
  ...STATES.map((state) => ({ value: state, label: LOOK[state].label })),
];

export default function JobsPage() {
  const filters = route.useSearch();
  const navigate = useNavigate({ from: "/jobs" });
  const query = useInfiniteQuery(jobs.list(filters));
  const total = useQuery(jobs.total(filters));
  const narrow = (change: JobsSearch) => void navigate({ search: (now) => ({ ...now, ...change }) });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <Page title="Jobs" about="Newest first. The address keeps the filters: send it to somebody and they see the same.">
      <FilterBar>
        <Select<State | "">
          aria-label="State"
          className="w-40"
          options={STATE_OPTIONS}
          value={filters.status ?? ""}
          onChange={(status) => narrow({ status: status || undefined })}
        />
        {(["type", "queue", "tags"] as const).map(
          (name) =>
            filters[name] && (
              <FilterChip key={name} name={name} onRemove={() => narrow({ [name]: undefined })}>
                {name}: {filters[name]}
              </FilterChip>
            ),
        )}
      </FilterBar>
      <div className="card overflow-hidden">
        {query.isPending ? (
          <SkeletonRows rows={12} />
        ) : query.isError && rows.length === 0 ? (
          <ErrorState what="The jobs could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : rows.length === 0 ? (
          <None filtered={Object.values(filters).some(Boolean)} />
        ) : (
          <Table
            label="Jobs"
            columns={COLUMNS}
            rows={rows}
            rowKey={(job) => job.id}
            onOpen={(job) => void navigate({ to: "/jobs/$id", params: { id: job.id } })}
            foot={
              <LoadMore
                noun="job"
                shown={rows.length}
                total={total.data?.total_count}
                hasMore={query.hasNextPage}
                busy={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            }
          />
        )}
      </div>
    </Page>
  );
}

function None({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState icon={ListChecks} title="No job matches">
      Take a filter away to see more.
    </EmptyState>
  ) : (
    <EmptyState icon={ListChecks} title="No job yet">
      Send one by <code>POST /enqueue</code>, and it appears here by itself.
    </EmptyState>
  );
}
