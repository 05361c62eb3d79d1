// Jobs: all of them, narrowed and ordered by what the address says, and what can be done with many of them at once.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { IconButton } from "~/components/button";
import { Page } from "~/components/page";
import * as format from "~/format";
import { Applied } from "~/pages/jobs/applied";
import { BULK_ACTS } from "~/pages/jobs/bulk-acts";
import { BulkBar, type Chosen } from "~/pages/jobs/bulk-bar";
import { BulkPanel } from "~/pages/jobs/bulk-panel";
import { bulkRun, type Progress } from "~/pages/jobs/bulk-run";
import { DownloadPanel, ExportMenu } from "~/pages/jobs/export-menu";
import { JobFilters } from "~/pages/jobs/filters";
import { Newer, Rows } from "~/pages/jobs/rows";
import { type JobsSearch, statesOf } from "~/pages/jobs/search";
import { StateChips } from "~/pages/jobs/state-chips";
import { useCounts } from "~/pages/jobs/use-counts";
import { useReading } from "~/pages/jobs/use-reading";
import { useRows } from "~/pages/jobs/use-rows";
import { useSelection } from "~/pages/jobs/use-selection";
import * as jobs from "~/services/jobs";
import { useMay } from "~/session/use-me";

const route = getRouteApi("/jobs");

export default function JobsPage() {
  const filters = route.useSearch();
  const navigate = useNavigate({ from: "/jobs" });
  const mayAct = useMay("jobs:manage");
  const { reading, watch } = useReading();
  const [selecting, setSelecting] = useState(false);
  const found = useRows(filters, !reading && !selecting);
  const selection = useSelection(filters, found.rows);
  if (selecting !== selection.any) setSelecting(selection.any);
  const total = useQuery(jobs.total(filters));
  const counted = total.data && atLeast(total.data, found.rows.length);
  const counts = useCounts(filters);
  const { start, busy } = useBulk();
  const narrow = (change: JobsSearch) => void navigate({ search: (now) => ({ ...now, ...change }), replace: "q" in change });
  const clear = () => void navigate({ search: {} });
  const act = async (verb: jobs.BulkVerb, meant: Chosen) => {
    await start(verb, meant);
    selection.clear();
  };
  const show = () => {
    selection.clear();
    found.show();
    window.scrollTo({ top: 0 });
  };

  return (
    <Page
      title="Jobs"
      about={<About total={counted} failed={total.isError} />}
      acts={
        <>
          <IconButton icon={RefreshCw} label="Read the list anew" busy={found.query.isRefetching} onClick={() => void found.query.refetch()} />
          <ExportMenu filters={filters} expected={total.data?.total_is_exact ? total.data.total_count : null} />
        </>
      }
    >
      <JobFilters filters={filters} onChange={narrow} />
      <StateChips chosen={statesOf(filters)} counts={counts} onChange={(status) => narrow({ status })} />
      <Applied filters={filters} onChange={narrow} onClear={clear} />
      <DownloadPanel />
      <BulkPanel />
      {/* Whoever goes from a row to the offer to show more must still find it there. */}
      <div className="flow-root" {...watch}>
        <Newer count={found.waiting} onShow={show} />
        <div className="card overflow-clip">
          {mayAct && selection.any && (
            <BulkBar
              chosen={selection.all ? { filters } : { rows: selection.rows }}
              total={counted && (selection.all || counted.total_count > selection.rows.length || found.query.hasNextPage) ? written(counted) : null}
              busy={busy}
              onAll={selection.takeAll}
              onClear={selection.clear}
              onAct={act}
            />
          )}
          <Rows
            filters={filters}
            found={found}
            total={counted}
            selection={mayAct ? { selected: selection.selected, onChange: selection.take } : undefined}
            onSort={(sort) => narrow({ sort })}
            onClear={clear}
          />
        </div>
      </div>
    </Page>
  );
}

/** `88 jobs`, `100,000+ jobs`. */
function About({ total, failed }: { total: Total | undefined; failed: boolean }) {
  const counted = total ? `${written(total)} ${total.total_count === 1 ? "job" : "jobs"}.` : failed ? "They could not be counted." : "Counting them.";
  return (
    <>
      <span className="figures">{counted}</span>{" "}
      <span className="phone:hidden">The address keeps what you filter by.</span>
    </>
  );
}

interface Total {
  total_count: number;
  total_is_exact: boolean;
}

/** A count that was given up is of some only: fewer, maybe, than are shown. */
function atLeast(total: Total, shown: number): Total {
  return total.total_is_exact ? total : { ...total, total_count: Math.max(total.total_count, shown) };
}

function written({ total_count: count, total_is_exact: exact }: Total): string {
  return `${format.count(count)}${exact ? "" : "+"}`;
}

/** Begins an act on many; it goes on when this page is left, and says when it has ended. */
function useBulk() {
  const client = useQueryClient();
  const standing = useSyncExternalStore(bulkRun.subscribe, bulkRun.current);
  const onEnd = (ended: Progress) => {
    void client.invalidateQueries({ queryKey: jobs.KEY });
    const said = `${format.counted(ended.done, "job")} ${BULK_ACTS[ended.verb].done}`;
    if (ended.condition === "failed") toast.error(`${said}, then it came to an end`, { description: ended.reason });
    else if (ended.refused.length) toast.warning(`${said}, ${format.count(ended.refused.length)} refused`);
    else toast.success(said);
  };
  const start = async (verb: jobs.BulkVerb, meant: Chosen) => {
    if ("rows" in meant) {
      const ids = meant.rows.map((job) => job.id);
      bulkRun.start({ verb, target: { ids }, expected: { value: ids.length, exact: true }, onEnd });
      return;
    }
    const { total_count: value, total_is_exact: exact } = await client.fetchQuery(jobs.total(meant.filters, true));
    bulkRun.start({ verb, target: { filter: jobs.matching(meant.filters) }, expected: { value, exact }, onEnd });
  };
  return { start, busy: standing?.condition === "running" || standing?.condition === "waiting" };
}
