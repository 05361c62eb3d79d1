// From the service's points to what a chart draws.
import * as format from "~/format";
import type { Series } from "~/services/stats";

type Counted = "enqueued" | "completed" | "failed" | "dead";

const LEAST = 20; // seconds that a step must last before a rate is made of it: one job in the first second is not 60 a minute

/** Seconds since 1970 of each point. */
export function times({ points }: Series): number[] {
  return points.map((point) => format.time(point.at) / 1000);
}

/** What happened a minute in each step; of the last, which is not over, in the part of it that is. */
export function perMinute({ points, step }: Series, what: Counted, now = Date.now()): number[] {
  return points.map((point, index) => {
    const lasted = index < points.length - 1 ? step : Math.min(step, Math.max(LEAST, now / 1000 - format.time(point.at) / 1000));
    return (point[what] * 60) / lasted;
  });
}
