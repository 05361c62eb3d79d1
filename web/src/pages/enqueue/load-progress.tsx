// How far a demonstration load is, until all of its jobs have ended.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Square } from "lucide-react";
import { Button, buttonLook } from "~/components/button";
import { Card, Stat, Stats } from "~/components/card";
import { ConfirmDialog } from "~/components/dialog";
import { Loaded } from "~/components/page";
import { Progress } from "~/components/progress";
import { Badge } from "~/components/state-badge";
import { Count } from "~/components/time";
import * as format from "~/format";
import { useAct } from "~/hooks/use-act";
import * as jobs from "~/services/jobs";
import * as loads from "~/services/loads";
import { useMay } from "~/session/use-me";

export function LoadProgress({ run }: { run: string }) {
  const query = useQuery(loads.standing(run));
  const mayStop = useMay("jobs:manage");
  const stop = useAct({ act: loads.stop, done: (count) => `${format.counted(count, "job")} cancelled`, changes: [jobs.KEY], quiet: true });
  return (
    <Card title={<>Run <code>{run}</code></>} acts={query.data && <State standing={query.data} />}>
      <Loaded query={query} what="The run could not be read">
        {(standing) => (
          <div className="space-y-4">
            <div className="space-y-1.5">
              <Progress value={standing.total ? standing.ended / standing.total : 0} label="Jobs of this run that have ended" tone={isOver(standing) ? "good" : "accent"} />
              <p role="status" className="figures text-muted">
                {format.count(standing.ended)} of {format.counted(standing.total, "job")} ended
              </p>
            </div>
            <Stats>
              <Stat name="Open" value={<Count value={standing.total - standing.ended} />} />
              <Stat name="Completed" value={<Count value={standing.completed} />} tone="good" />
              <Stat name="Dead" value={<Count value={standing.dead} />} tone={standing.dead ? "bad" : "plain"} />
              <Stat name="Cancelled" value={<Count value={standing.cancelled} />} />
            </Stats>
            <div className="flex flex-wrap gap-2">
              <Link to="/jobs" search={loads.filter(run)} className={buttonLook()}>
                See its jobs
              </Link>
              {mayStop && !isOver(standing) && (
                <ConfirmDialog
                  trigger={<Button icon={Square}>Stop it</Button>}
                  title={`Cancel ${format.counted(standing.total - standing.ended, "job")}?`}
                  verb="Cancel them"
                  danger
                  onConfirm={() => stop.mutateAsync(run)}
                >
                  What has ended stays as it is; what runs is asked to stop.
                </ConfirmDialog>
              )}
            </div>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function State({ standing }: { standing: loads.Standing }) {
  return isOver(standing) ? <Badge tone="good">ended</Badge> : <Badge tone="busy">under way</Badge>;
}

function isOver({ ended, total }: loads.Standing): boolean {
  return total > 0 && ended >= total;
}
