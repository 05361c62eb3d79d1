// A list in a card, whatever becomes of it: being read, failed, empty, or a table.
import type { ReactNode } from "react";
import { Loaded } from "~/components/page";
import type { Reading } from "~/components/stale";
import { Table, type TableProps } from "~/components/table";

interface ListedProps<Row> extends Omit<TableProps<Row>, "rows"> {
  query: Reading<{ data: Row[] }>;
  /** For when it cannot be read: `The keys could not be read`. */
  what: string;
  /** What stands there while there is none: an `<EmptyState>`. */
  none: ReactNode;
}

export function Listed<Row>({ query, what, none, ...table }: ListedProps<Row>) {
  return (
    <div className="card overflow-hidden">
      <Loaded query={query} what={what}>
        {({ data: rows }) => (rows.length === 0 ? none : <Table {...table} rows={rows} />)}
      </Loaded>
    </div>
  );
}
