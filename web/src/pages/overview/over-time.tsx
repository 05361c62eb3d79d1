// Throughput, failures and latency over time, with the sums beside them in words.
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card, Stat } from "~/components/card";
import { Chart } from "~/components/lazy-chart";
import { Skeleton } from "~/components/nothing-here";
import { Count, Duration } from "~/components/time";
import * as format from "~/format";
import { perMinute, times } from "~/pages/overview/points";
import type { Series } from "~/services/stats";

interface OverTimeProps {
  query: UseQueryResult<Series>;
  /** `the last hour`. */
  span: string;
}

const HEIGHT = 190; // px

export function Throughput({ query, span }: OverTimeProps) {
  const found = query.data;
  if (!found) return query.isError ? null : <Waiting className="lg:col-span-2" />;
  return (
    <Card title="Jobs per minute" className="lg:col-span-2">
      <dl className="mb-3 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Stat name={<Named colour="bg-accent" word="Enqueued" />} value={<Count value={found.total.enqueued} />} note={`in ${span}`} />
        <Stat name={<Named colour="bg-good" word="Completed" />} value={<Count value={found.total.completed} />} />
        <Stat name={<Named colour="bg-warn" word="Failed attempts" />} value={<Count value={found.total.failed} />} />
        <Stat name={<Named colour="bg-bad" word="Dead" />} value={<Count value={found.total.dead} />} />
      </dl>
      <Rates found={found} label={`Jobs per minute over ${span}: ${said(found)}`} />
    </Card>
  );
}

function Rates({ found, label }: { found: Series; label: string }) {
  const at = useMemo(() => times(found), [found]);
  const lines = useMemo(
    () => [
      { name: "Enqueued", colour: "--accent", values: perMinute(found, "enqueued") },
      { name: "Completed", colour: "--good", values: perMinute(found, "completed"), filled: true },
      { name: "Failed attempts", colour: "--warn", values: perMinute(found, "failed") },
      { name: "Dead", colour: "--bad", values: perMinute(found, "dead") },
    ],
    [found],
  );
  return <Chart label={label} times={at} lines={lines} height={HEIGHT} written={format.compact} legend={false} />;
}

export function Latency({ query, span }: OverTimeProps) {
  const found = query.data;
  if (!found) return query.isError ? null : <Waiting />;
  const { wait_ms: wait, run_ms: run } = found.total;
  return (
    <Card title="Latency">
      <dl className="mb-3 grid grid-cols-2 gap-x-4 gap-y-3">
        <Stat name={<Named colour="bg-later" word="Waits, median" />} value={<Duration ms={wait.p50} />} note={wait.p95 !== null && <>95% under <Duration ms={wait.p95} /></>} />
        <Stat name={<Named colour="bg-busy" word="Runs, median" />} value={<Duration ms={run.p50} />} note={run.p95 !== null && <>95% under <Duration ms={run.p95} /></>} />
      </dl>
      {run.p50 === null && wait.p50 === null ? (
        <p className="py-12 text-center text-muted">No attempt ended in {span}.</p>
      ) : (
        <Spreads found={found} label={`95% of attempts waited and ran for less, over ${span}`} />
      )}
    </Card>
  );
}

function Spreads({ found, label }: { found: Series; label: string }) {
  const at = useMemo(() => times(found), [found]);
  const lines = useMemo(
    () => [
      { name: "Wait, 95%", colour: "--later", values: found.points.map((point) => point.wait_ms.p95) },
      { name: "Run, 95%", colour: "--busy", values: found.points.map((point) => point.run_ms.p95) },
    ],
    [found],
  );
  return <Chart label={label} times={at} lines={lines} height={HEIGHT} written={format.duration} legend={false} />;
}

/** What a colour of the chart stands for. */
function Named({ colour, word }: { colour: string; word: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2 rounded-full ${colour}`} />
      {word}
    </span>
  );
}

function said({ total }: Series): string {
  return `${format.count(total.enqueued)} enqueued, ${format.count(total.completed)} completed, ${format.count(total.failed)} attempts failed, ${format.count(total.dead)} dead`;
}

function Waiting({ className = "" }: { className?: string }) {
  return (
    <div className={`card space-y-4 p-4 ${className}`} aria-busy="true" aria-label="Loading" role="status">
      <Skeleton className="w-40" />
      <Skeleton className="h-58" />
    </div>
  );
}
