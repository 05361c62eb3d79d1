// Dead letters by what killed them: the first look at three in the morning.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Paged } from "~/components/paged";
import type { Column } from "~/components/table";
import { Count, Time } from "~/components/time";
import { RequeueMany } from "~/pages/dead-letters/many-acts";
import { batchOf } from "~/pages/dead-letters/run";
import * as deadLetters from "~/services/dead-letters";

interface GroupsProps {
  filters: deadLetters.Filters;
  mayAct: boolean;
  /** What stands there when there is none. */
  none: ReactNode;
}

export function Groups({ filters, mayAct, none }: GroupsProps) {
  const navigate = useNavigate({ from: "/dead-letters" });
  const query = useInfiniteQuery(deadLetters.groups(filters));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Paged
      label="Groups of dead letters"
      query={query}
      what="The dead letters could not be read"
      none={none}
      noun="group"
      total={query.data?.pages[0]?.meta.total_count}
      columns={mayAct ? [...COLUMNS, acts(filters)] : COLUMNS}
      rows={rows}
      rowKey={(group) => group.group}
      onOpen={({ group }) => void navigate({ search: (now) => ({ ...now, group }) })}
    />
  );
}

/** What a group is called where there is one line for it. */
export function nameOf({ type, error }: deadLetters.DeadGroup): string {
  return `${type}: ${error || "no error was told"}`;
}

export function batchOfGroup(group: deadLetters.DeadGroup, filters: deadLetters.Filters) {
  return batchOf(nameOf(group), { ...filters, group: group.group }, group.count, group.newest_at);
}

const COLUMNS: readonly Column<deadLetters.DeadGroup>[] = [
  {
    key: "error",
    title: "What failed",
    phone: "main",
    width: "minmax(14rem, 4fr)",
    cell: ({ group, type, error, last_error }) => (
      <Link
        to="/dead-letters"
        search={(now) => ({ ...now, group })}
        className="group block min-w-0 truncate"
        title={last_error ?? undefined}
      >
        <span className="font-medium group-hover:underline">{type}</span>
        <span className="block truncate font-normal text-bad phone:line-clamp-3 phone:break-words phone:whitespace-normal">{error || "no error was told"}</span>
      </Link>
    ),
  },
  {
    key: "count",
    title: "Letters",
    phone: "side",
    width: "6rem",
    align: "end",
    cell: ({ count }) => (
      <span className="font-semibold">
        <Count value={count} />
      </span>
    ),
  },
  { key: "newest", title: "Newest", width: "9rem", align: "end", cell: ({ newest_at }) => <Time at={newest_at} /> },
  { key: "oldest", title: "Oldest", width: "9rem", align: "end", cell: ({ oldest_at }) => <Time at={oldest_at} /> },
];

function acts(filters: deadLetters.Filters): Column<deadLetters.DeadGroup> {
  return {
    key: "acts",
    title: "Act",
    phone: "hidden", // there the group is opened first: its buttons have more room
    width: "8rem",
    align: "end",
    cell: (group) => <RequeueMany small batch={batchOfGroup(group, filters)} />,
  };
}
