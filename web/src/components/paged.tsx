// A list that is read page by page, whatever becomes of it: being read, failed, empty, or a table that grows at its end.
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LoadMore } from "~/components/load-more";
import { ErrorState, SkeletonRows } from "~/components/nothing-here";
import { Stale } from "~/components/stale";
import { Table, type TableProps } from "~/components/table";

interface PagedProps<Row> extends Omit<TableProps<Row>, "foot"> {
  query: UseInfiniteQueryResult<unknown>;
  /** How many rows there are in all. */
  total: number | undefined;
  /** What they are, in the singular: `dead letter`. */
  noun: string;
  /** For when they cannot be read: `The dead letters could not be read`. */
  what: string;
  /** What stands there while there is none. */
  none: ReactNode;
}

export function Paged<Row>({ query, total, noun, what, none, ...table }: PagedProps<Row>) {
  const shown = table.rows.length;
  if (query.isPending) return <SkeletonRows />;
  if (query.isError && shown === 0) return <ErrorState what={what} error={query.error} retry={() => void query.refetch()} />;
  if (shown === 0) return none;
  const more = () => void query.fetchNextPage();
  return (
    <>
      <Stale query={query} />
      <Table
        {...table}
        foot={<LoadMore noun={noun} shown={shown} total={total} hasMore={query.hasNextPage} busy={query.isFetchingNextPage} onMore={more} />}
      />
    </>
  );
}
