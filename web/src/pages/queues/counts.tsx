// What else a queue holds, beside what waits: each count leads to those jobs.
import { Link } from "@tanstack/react-router";
import { Count } from "~/components/time";
import type { Queue } from "~/services/queues";
import type { State } from "~/states";

export function Counts({ queue }: { queue: Queue }) {
  const counts: readonly [State, string, number | null][] = [
    ["running", "running", queue.running],
    ["failed", "to retry", queue.retrying],
    ["scheduled", "scheduled", queue.scheduled],
  ];
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
      {counts.map(
        ([state, word, count]) =>
          count !== null && (
            <li key={state}>
              <Link to="/jobs" search={{ queue: queue.name, status: state }} className="hover:text-text hover:underline">
                <Count value={count} /> {word}
              </Link>
            </li>
          ),
      )}
    </ul>
  );
}
