// Dead letters one by one, the newest first.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Paged } from "~/components/paged";
import { Badge } from "~/components/state-badge";
import type { Column } from "~/components/table";
import { Time } from "~/components/time";
import * as format from "~/format";
import { DropMany, RequeueMany } from "~/pages/dead-letters/many-acts";
import { type Batch, batchOf } from "~/pages/dead-letters/run";
import * as deadLetters from "~/services/dead-letters";

interface LettersProps {
  filters: deadLetters.Filters;
  /** Those too that were taken out before. */
  requeued: boolean;
  still: boolean;
  /** All of one group: what they share is said above, and so are the acts. */
  isGroup?: boolean;
  mayAct?: boolean;
  /** What stands there when there is none. */
  none: ReactNode;
}

export function Letters({ filters, requeued, still, isGroup, mayAct, none }: LettersProps) {
  const navigate = useNavigate({ from: "/dead-letters" });
  const query = useInfiniteQuery(deadLetters.list(filters, requeued, still));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.meta.total_count ?? 0;
  const newest = rows[0];
  const batch = mayAct && !requeued && newest ? batchOf(described(filters), filters, total, newest.died_at) : null;
  return (
    <>
      <Head requeued={requeued} batch={batch} />
      <Paged
        label="Dead letters"
        query={query}
        what="The dead letters could not be read"
        none={none}
        noun="dead letter"
        total={total}
        columns={columns(isGroup ?? false, requeued)}
        rows={rows}
        rowKey={(letter) => letter.id}
        onOpen={({ id }) => void navigate({ search: (now) => ({ ...now, letter: id }) })}
      />
    </>
  );
}

function Head({ requeued, batch }: { requeued: boolean; batch: Batch | null }) {
  const navigate = useNavigate({ from: "/dead-letters" });
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-b px-4 py-2">
      <label className="flex items-center gap-2 text-muted">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={requeued}
          onChange={() => void navigate({ search: (now) => ({ ...now, requeued: requeued ? undefined : true }) })}
        />
        Show requeued ones too
      </label>
      {batch && (
        <div className="flex gap-2">
          <DropMany batch={batch} />
          <RequeueMany batch={batch} />
        </div>
      )}
    </div>
  );
}

/** The filters in words: what a person agrees to. */
function described({ type, queue, error_contains: text, before }: deadLetters.Filters): string {
  const said = [
    type && `type ${type}`,
    queue && `queue ${queue}`,
    text && `“${text}” in the error`,
    before && `died before ${format.moment(before)}`,
  ].filter(Boolean);
  return said.length > 0 ? said.join(", ") : "every dead letter";
}

const SHOWN = 200; // characters of a payload that a row shows: it is told from the next, and opened to be read

function columns(isGroup: boolean, requeued: boolean): readonly Column<deadLetters.DeadLetter>[] {
  return [
    {
      key: "type",
      title: isGroup ? "Payload" : "Type",
      phone: "main",
      width: isGroup ? "minmax(12rem, 3fr)" : "minmax(9rem, 1fr)",
      cell: ({ id, type, payload }) => (
        <Link to="/dead-letters" search={(now) => ({ ...now, letter: id })} className="block truncate font-medium hover:underline">
          {isGroup ? <code className="text-xs font-normal">{brief(payload)}</code> : type}
        </Link>
      ),
    },
    {
      key: "error",
      title: "Error",
      width: "minmax(12rem, 3fr)",
      phone: "line",
      cell: ({ last_error }) => <span className="text-bad">{last_error?.split("\n", 1)[0]}</span>,
    },
    ...(requeued ? [AGAIN] : []),
    { key: "attempts", title: "Attempts", width: "7rem", align: "end", cell: (letter) => <Attempts letter={letter} /> },
    { key: "queue", title: "Queue", width: "minmax(6rem, 1fr)", cell: ({ queue_name }) => queue_name },
    { key: "died_at", title: "Died", phone: "side", width: "9rem", align: "end", cell: ({ died_at }) => <Time at={died_at} /> },
  ];
}

const AGAIN: Column<deadLetters.DeadLetter> = {
  key: "again",
  title: "Requeued",
  width: "9rem",
  cell: ({ new_job_id }) =>
    new_job_id ? (
      <Link to="/jobs/$id" params={{ id: new_job_id }} className="text-accent underline underline-offset-2">
        {format.shortId(new_job_id)}
      </Link>
    ) : (
      <span className="text-muted">not yet</span>
    ),
};

function Attempts({ letter }: { letter: deadLetters.DeadLetter }) {
  if (letter.crash_count > 0) return <Badge tone="bad">{format.counted(letter.crash_count, "crash", "crashes")}</Badge>;
  return (
    <span className="figures">
      {letter.total_attempts} of {letter.max_attempts}
    </span>
  );
}

function brief(payload: unknown): string {
  return (JSON.stringify(payload) ?? "").slice(0, SHOWN);
}
