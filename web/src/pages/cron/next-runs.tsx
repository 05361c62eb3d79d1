// The coming runs of a schedule, by the clock of its zone, and how far each is from now.
import { Time } from "~/components/time";
import { wall } from "~/pages/cron/wall";

export function NextRuns({ runs }: { runs: readonly string[] }) {
  return (
    <ol aria-label="Next runs" className="gap-x-6 sm:columns-2">
      {runs.map((run) => {
        const { day, clock, offset } = wall(run);
        return (
          <li key={run} className="figures flex break-inside-avoid items-baseline justify-between gap-3 py-0.5 text-xs">
            <span className="whitespace-nowrap">
              {day}, <span className="font-medium">{clock}</span> <span className="text-faint">{offset}</span>
            </span>
            <span className="text-muted">
              <Time at={run} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
