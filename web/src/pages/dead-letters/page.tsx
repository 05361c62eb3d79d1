// Dead letters: what failed for good and waits for a person.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { PartyPopper } from "lucide-react";
import { LoadMore } from "~/components/load-more";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { type Column, Table } from "~/components/table";
import { Time } from "~/components/time";
import * as deadLetters from "~/services/dead-letters";

const COLUMNS: readonly Column<deadLetters.DeadLetter>[] = [
  {
    key: "type",
    title: "Type",
    phone: "main",
    width: "minmax(9rem, 1fr)",
    cell: (letter) => (
      <Link to="/jobs/$id" params={{ id: letter.id }} className="font-medium hover:underline">
        {letter.type}
      </Link>
    ),
  },
  { key: "error", title: "Error", width: "minmax(12rem, 3fr)", cell: (letter) => <span className="text-bad">{letter.last_error}</span> },
  { key: "attempts", title: "Attempts", width: "6rem", align: "end", cell: (letter) => letter.total_attempts },
  { key: "died_at", title: "Died", phone: "side", width: "10rem", align: "end", cell: (letter) => <Time at={letter.died_at} /> },
];

export default function DeadLettersPage() {
  const query = useInfiniteQuery(deadLetters.list());
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title="Dead letters" about="Jobs that failed for good. Nothing leaves this list but by a person's act or by its age.">
      <div className="card overflow-hidden">
        {query.isPending ? (
          <SkeletonRows />
        ) : query.isError && rows.length === 0 ? (
          <ErrorState what="The dead letters could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : rows.length === 0 ? (
          <EmptyState icon={PartyPopper} title="Nothing is dead">
            A job that has failed in all its attempts is kept here until somebody requeues or drops it.
          </EmptyState>
        ) : (
          <Table
            label="Dead letters"
            columns={COLUMNS}
            rows={rows}
            rowKey={(letter) => letter.id}
            foot={
              <LoadMore
                noun="dead letter"
                shown={rows.length}
                total={query.data?.pages[0]?.meta.total_count}
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
