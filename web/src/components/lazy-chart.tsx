// The chart, whose library is read only where one is shown.
import { lazy, Suspense } from "react";
import type { ChartProps } from "~/components/chart";
import { Skeleton } from "~/components/nothing-here";

const Drawn = lazy(() => import("~/components/chart"));

export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Waiting />}>
      <Drawn {...props} />
    </Suspense>
  );
}

function Waiting() {
  return (
    <div aria-busy="true" role="status" aria-label="Loading">
      <Skeleton className="h-45 w-full" />
    </div>
  );
}
