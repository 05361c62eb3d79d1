// Live: what happens to jobs, as it happens; it stands still while somebody reads it.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Activity, ArrowUp, Eraser, Pause, Play } from "lucide-react";
import { useRef, useState, useSyncExternalStore } from "react";
import { Button } from "~/components/button";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { Table } from "~/components/table";
import * as format from "~/format";
import { live } from "~/live/stream";
import { useStanding } from "~/live/use-live";
import { COLUMNS } from "~/pages/live/columns";
import { type Entry, feed, MOST } from "~/pages/live/feed";
import { Filters } from "~/pages/live/filters";
import { matching } from "~/pages/live/matching";
import type { LiveSearch } from "~/pages/live/search";
import { useReading } from "~/pages/live/use-reading";

const route = getRouteApi("/live");

export default function LivePage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/live" });
  const entries = useSyncExternalStore(feed.subscribe, feed.current);
  const list = useRef<HTMLDivElement>(null);
  const reading = useReading(list);
  const [held, setHeld] = useState(false);
  const still = held || reading;
  const [shown, renew] = useHeld(entries, still);
  const rows = matching(shown, search);
  const newer = matching(entries, search).filter(({ number }) => number > (shown[0]?.number ?? 0)).length;
  const narrow = (change: LiveSearch) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true, resetScroll: false });
  const follow = () => {
    setHeld(false);
    renew();
    window.scrollTo({ top: 0 });
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };

  return (
    <Page
      title="Live"
      about={`Every change of every job as it happens. It waits while you point at a row; the newest ${format.count(MOST)} are kept.`}
      acts={
        <>
          <Button icon={Eraser} onClick={feed.forget}>
            Clear
          </Button>
          <Button icon={held ? Play : Pause} kind={held ? "primary" : "plain"} aria-pressed={held} onClick={() => setHeld(!held)}>
            {held ? "Go on" : "Pause"}
          </Button>
        </>
      }
    >
      <Filters search={search} entries={entries} onChange={narrow} />
      <div ref={list} className="card overflow-hidden">
        <Bar shown={rows.length} newer={still ? newer : 0} still={still} onFollow={follow} />
        {rows.length === 0 ? (
          <None filtered={Object.values(search).some(Boolean)} came={entries.length > 0} onAll={() => void navigate({ search: {} })} />
        ) : (
          <Table label="Events" columns={COLUMNS} rows={rows} rowKey={({ number }) => String(number)} onOpen={({ event }) => open(event)} />
        )}
      </div>
    </Page>
  );

  function open(event: Entry["event"]): void {
    if ("job_id" in event) void navigate({ to: "/jobs/$id", params: { id: event.job_id } });
    else if (event.type === "worker.heartbeat") void navigate({ to: "/workers", hash: event.worker_id });
  }
}

/** What there is now; while `still`, what there was when that began, or when the second was called since. */
function useHeld(entries: readonly Entry[], still: boolean): [readonly Entry[], () => void] {
  const [kept, setKept] = useState<readonly Entry[] | null>(null);
  const cleared = kept !== null && kept.length > 0 && entries.length === 0;
  if (still && (kept === null || cleared)) setKept(entries);
  if (!still && kept !== null) setKept(null);
  return [still && kept !== null ? kept : entries, () => setKept(null)];
}

interface BarProps {
  shown: number;
  /** How many came since it stands still. */
  newer: number;
  still: boolean;
  onFollow: () => void;
}

function Bar({ shown, newer, still, onFollow }: BarProps) {
  return (
    <div className="flex h-11 items-center justify-between gap-3 border-b px-4 text-xs text-muted">
      <span role="status" className="figures truncate">
        {format.counted(shown, "event")}
        {still && " · stands still while you read"}
      </span>
      {newer > 0 && (
        <Button size="small" icon={ArrowUp} onClick={onFollow}>
          {format.counted(newer, "newer one")}
        </Button>
      )}
    </div>
  );
}

function None({ filtered, came, onAll }: { filtered: boolean; came: boolean; onAll: () => void }) {
  const { condition, reason } = useStanding();
  if (filtered && came)
    return (
      <EmptyState icon={Activity} title="Nothing that came matches" act={<Button onClick={onAll}>Take the filters away</Button>}>
        The next event that does appears here.
      </EmptyState>
    );
  if (condition === "waiting" || condition === "refused")
    return (
      <EmptyState icon={Activity} title="Nothing is heard" act={<Button onClick={live.again}>Try again now</Button>}>
        {reason ?? "The stream of events is not there."}
      </EmptyState>
    );
  return (
    <EmptyState icon={Activity} title="Listening">
      The next thing that happens to a job appears here.
    </EmptyState>
  );
}
