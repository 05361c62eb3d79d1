// The chart, whose library is read only where one is shown.
import { lazy, Suspense } from "react";
import type { ChartProps } from "~/components/chart";
import { Skeleton } from "~/components/nothing-here";

const Drawn = lazy(() => import("~/components/chart"));

export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<Skeleton className="h-45 w-full" />}>
      <Drawn {...props} />
    </Suspense>
  );
}
