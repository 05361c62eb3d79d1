// One group, opened: its error whole, what can be done with all of it, and its letters.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, CircleCheck } from "lucide-react";
import { Stat, Stats } from "~/components/card";
import { EmptyState, ErrorState, SkeletonRows } from "~/components/nothing-here";
import { Count, Time } from "~/components/time";
import { batchOfGroup } from "~/pages/dead-letters/groups";
import { Letters } from "~/pages/dead-letters/letters";
import { DropMany, RequeueMany } from "~/pages/dead-letters/many-acts";
import * as deadLetters from "~/services/dead-letters";

interface OneGroupProps {
  group: string;
  filters: deadLetters.Filters;
  requeued: boolean;
  mayAct: boolean;
  /** A letter is read: nothing moves. */
  still: boolean;
}

export function OneGroup({ group, filters, requeued, mayAct, still }: OneGroupProps) {
  const within = { ...filters, group };
  const query = useInfiniteQuery(deadLetters.groups(within, still));
  const found = query.data?.pages[0]?.data[0];
  return (
    <>
      <Link
        to="/dead-letters"
        search={(now) => ({ ...now, group: undefined, letter: undefined })}
        className="mb-3 inline-flex items-center gap-1.5 text-muted hover:text-text"
      >
        <ArrowLeft aria-hidden className="size-4" />
        All groups
      </Link>
      <section aria-label="Group" className="card mb-4">
        {found ? (
          <Heading group={found} filters={filters} mayAct={mayAct} />
        ) : query.isPending ? (
          <SkeletonRows rows={2} />
        ) : query.isError ? (
          <ErrorState what="The group could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <EmptyState icon={CircleCheck} title="Nothing of this group is dead any more">
            Its letters were requeued or dropped{Object.keys(filters).length > 0 && ", or the filters leave them out"}.
          </EmptyState>
        )}
      </section>
      {(found || requeued) && (
        <div className="card overflow-hidden">
          <Letters filters={within} requeued={requeued} still={still} isGroup none={null} />
        </div>
      )}
    </>
  );
}

interface HeadingProps {
  group: deadLetters.DeadGroup;
  filters: deadLetters.Filters;
  mayAct: boolean;
}

function Heading({ group, filters, mayAct }: HeadingProps) {
  const batch = batchOfGroup(group, filters);
  return (
    <>
      <header className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-2.5">
        <h2 className="truncate font-semibold">{group.type}</h2>
        {mayAct && (
          <div className="flex gap-2">
            <DropMany batch={batch} />
            <RequeueMany batch={batch} />
          </div>
        )}
      </header>
      <div className="space-y-4 p-4">
        <pre className="max-h-48 overflow-auto text-xs leading-5 break-words whitespace-pre-wrap text-bad" tabIndex={0} aria-label="The newest error">
          {group.last_error ?? "no error was told"}
        </pre>
        <Stats>
          <Stat name="Letters" value={<Count value={group.count} />} />
          <Stat word name="Newest" value={<Time at={group.newest_at} />} />
          <Stat word name="Oldest" value={<Time at={group.oldest_at} />} />
          <Stat
            word
            name="Sample"
            value={
              <Link to="/jobs/$id" params={{ id: group.sample_job_id }} className="text-accent underline underline-offset-2">
                the newest job
              </Link>
            }
          />
        </Stats>
      </div>
    </>
  );
}
