// All workers in one line of figures; and, where one was named when the page was built, what that one says itself.
import { WORKER_URL } from "~/api/address";
import { Card, Stat, Stats } from "~/components/card";
import { Count } from "~/components/time";
import * as format from "~/format";
import { Itself } from "~/pages/workers/itself";
import type { Worker } from "~/services/workers";

export function Together({ workers }: { workers: readonly Worker[] }) {
  const sum = (name: "slots" | "busy" | "jobs_done" | "jobs_failed") => workers.reduce((all, worker) => all + (worker[name] ?? 0), 0);
  const [slots, busy] = [sum("slots"), sum("busy")];
  return (
    <Card className="mb-4">
      <Stats>
        <Stat name="Workers" value={<Count value={workers.length} />} />
        <Stat
          name="Slots busy"
          value={`${format.compact(busy)} of ${format.compact(slots)}`}
          tone={slots > 0 && busy >= slots ? "warn" : "plain"}
          note={slots > 0 && busy >= slots ? "every slot is taken" : undefined}
        />
        <Stat name="Jobs done" value={<Count value={sum("jobs_done")} />} note="since each began" />
        <Stat name="Attempts failed" value={<Count value={sum("jobs_failed")} />} note="since each began" />
      </Stats>
      {WORKER_URL && <Itself url={WORKER_URL} />}
    </Card>
  );
}
