// Overview: how everything stands; what is wrong comes first, and everything leads to the jobs that it counts.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Page } from "~/components/page";
import { Segmented } from "~/components/segmented";
import { Failures } from "~/pages/overview/failures";
import { FirstRun } from "~/pages/overview/first-run";
import { Latency, Throughput } from "~/pages/overview/over-time";
import { Queues } from "~/pages/overview/queues";
import { MINUTES, NAMES, RANGES, SPANS } from "~/pages/overview/search";
import { Band } from "~/pages/overview/band";
import { States } from "~/pages/overview/states";
import { RedisAlone, Trouble } from "~/pages/overview/trouble";
import { UnknownTypes } from "~/pages/overview/unknown-types";
import { Workers } from "~/pages/overview/workers";
import * as queues from "~/services/queues";
import * as stats from "~/services/stats";
import * as types from "~/services/types";
import * as workers from "~/services/workers";
import { useMe } from "~/session/use-me";

const route = getRouteApi("/");

const GROUPS = 8; // of failures that are shown

export default function OverviewPage() {
  const { range = "1h" } = route.useSearch();
  const navigate = useNavigate({ from: "/" });
  const tables = useMe().data?.features.tables ?? true;
  const minutes = MINUTES[range];
  const counts = useQuery({ ...stats.show(), enabled: tables });
  const series = useQuery({ ...stats.series(minutes), enabled: tables });
  const failures = useQuery({ ...stats.failures(minutes, GROUPS), enabled: tables });
  const lines = useQuery(queues.list());
  const busy = useQuery(workers.summary());
  const known = useQuery(types.list());
  const empty = isEmpty(tables, counts.data, lines.data, busy.data);
  const full = tables && !empty; // a wall of zeros tells nobody anything

  const span = (
    <Segmented
      label="How far back"
      options={RANGES.map((value) => ({ value, label: NAMES[value] }))}
      value={range}
      onChange={(chosen) => void navigate({ search: { range: chosen }, resetScroll: false })}
    />
  );

  return (
    <Page title="Overview" acts={full && span}>
      <div className="grid gap-4">
        <Trouble
          parts={[
            ["the counts", counts],
            ["the figures over time", series],
            ["the failures", failures],
            ["the queues", lines],
            ["the workers", busy],
            ["the types", known],
          ]}
        />
        {!tables && <RedisAlone />}
        {known.data && <UnknownTypes found={known.data} />}
        <FirstRun isEmpty={empty} types={known.data?.data} />
        {full && <Band counts={counts} queues={lines.data} total={series.data?.total} span={SPANS[range]} />}
        {full && <States query={counts} />}
        {full && (
          <div className="grid gap-4 lg:grid-cols-3">
            <Throughput query={series} span={SPANS[range]} />
            <Latency query={series} span={SPANS[range]} />
          </div>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-3">
          <Queues query={lines} />
          <Workers query={busy} />
        </div>
        {full && <Failures query={failures} span={SPANS[range]} />}
      </div>
    </Page>
  );
}

/** Whether no job was ever seen; undefined until that is known. On Redis alone: whether none waits and workers did none. */
function isEmpty(tables: boolean, counts?: stats.Stats, lines?: readonly queues.Queue[], busy?: workers.Summary): boolean | undefined {
  if (tables) return counts && counts.total_jobs === 0;
  return lines && busy && lines.every((line) => line.depth === 0) && busy.busy + busy.jobs_done + busy.jobs_failed === 0;
}
