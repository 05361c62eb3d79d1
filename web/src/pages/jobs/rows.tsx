// The list itself, in whatever state it is.
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowUp, ListChecks } from "lucide-react";
import type { ReactNode } from "react";
import { Button, buttonLook } from "~/components/button";
import { LoadMore } from "~/components/load-more";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/nothing-here";
import { Stale } from "~/components/stale";
import { Table } from "~/components/table";
import * as format from "~/format";
import { COLUMNS } from "~/pages/jobs/columns";
import { isNarrow, sortOf } from "~/pages/jobs/search";
import { SearchOn } from "~/pages/jobs/search-on";
import type { useRows } from "~/pages/jobs/use-rows";
import type { Filters, Sorting } from "~/services/jobs";
import { useMay } from "~/session/use-me";

interface RowsProps {
  filters: Filters;
  found: ReturnType<typeof useRows>;
  total: { total_count: number; total_is_exact: boolean } | undefined;
  /** Absent where the caller may not act. */
  selection?: { selected: ReadonlySet<string>; onChange: (selected: ReadonlySet<string>) => void };
  onSort: (sort: Sorting) => void;
  onClear: () => void;
}

export function Rows({ filters, found, total, selection, onSort, onClear }: RowsProps) {
  const navigate = useNavigate();
  const { query, rows } = found;
  const more = () => void query.fetchNextPage();
  const until = query.data?.pages.at(-1)?.searchedUntil;
  const sort = sortOf(filters);

  if (query.isPending) return <SkeletonRows rows={12} />;
  if (query.isError && rows.length === 0)
    return <ErrorState what="The jobs could not be read" error={query.error} retry={() => void query.refetch()} />;
  const foot = until ? (
    <SearchOn shown={rows.length} until={until} busy={query.isFetchingNextPage} onMore={query.fetchNextPage} />
  ) : query.isFetchNextPageError ? (
    <NotFurther error={query.error} onAgain={more} />
  ) : (
    <LoadMore
      noun="job"
      shown={rows.length}
      total={total?.total_count}
      atLeast={total && !total.total_is_exact}
      hasMore={query.hasNextPage}
      busy={query.isFetchingNextPage}
      onMore={more}
    />
  );
  if (rows.length === 0) return until ? foot : <None filters={filters} onClear={onClear} />;
  return (
    <>
      <Stale query={query.isError && !query.isFetchNextPageError ? query : found.head} />
      <Table
        label="Jobs"
        columns={COLUMNS}
        rows={rows}
        rowKey={(job) => job.id}
        rowHeight={53}
        onOpen={(job) => void navigate({ to: "/jobs/$id", params: { id: job.id } })}
        selection={selection}
        sort={{ key: sort.replace("-", ""), descending: sort.startsWith("-") }}
        onSort={({ key, descending }) => onSort(`${descending ? "-" : ""}${key}` as Sorting)}
        foot={foot}
      />
    </>
  );
}

/** What came while somebody read: shown when they want it. */
export function Newer({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <div role="status" className="pointer-events-none sticky top-16 z-10 -my-4 flex h-8 justify-center">
      <button
        type="button"
        onClick={onShow}
        className="pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full bg-accent px-3 text-xs font-medium text-on-accent shadow-lg hover:bg-accent-strong"
      >
        <ArrowUp aria-hidden className="size-3.5" />
        {format.count(count)} new · Show
      </button>
    </div>
  );
}

function NotFurther({ error, onAgain }: { error: unknown; onAgain: () => void }): ReactNode {
  return <ErrorState what="The next jobs could not be read" error={error} retry={onAgain} />;
}

function None({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const maySubmit = useMay("jobs:submit");
  if (!isNarrow(filters) && !sortOf(filters).endsWith("finished_at"))
    return (
      <EmptyState
        icon={ListChecks}
        title="No job yet"
        act={
          maySubmit && (
            <Link to="/new" className={buttonLook({ kind: "primary" })}>
              Enqueue a job
            </Link>
          )
        }
      >
        Send one by <code>POST /enqueue</code>, and it appears here by itself.
      </EmptyState>
    );
  return (
    <EmptyState icon={ListChecks} title="No job matches" act={<Button onClick={onClear}>Clear all filters</Button>}>
      {sortOf(filters).endsWith("finished_at") ? "In this order only jobs that have ended are listed. " : ""}
      Take a filter away to see more.
    </EmptyState>
  );
}
