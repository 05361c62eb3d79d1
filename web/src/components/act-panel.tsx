// How a long act stands: what it did so far, what holds it up, and the buttons that stop it, take it up again, or forget it.
import { Play, Square, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/button";
import { Progress } from "~/components/progress";
import * as format from "~/format";
import type { LongAct, Standing } from "~/lib/long-act";

interface ActPanelProps {
  /** Its name among the regions of the page. */
  label: string;
  act: Pick<LongAct<Standing>, "stop" | "goOn" | "dismiss">;
  standing: Standing;
  /** Whereof: `send_email: timeout after # s`. */
  about?: string;
  /** `Requeueing`. */
  doing: string;
  /** How many are met. */
  met: number;
  /** How many there are: `500 jobs`, `100,000+ jobs`. */
  all: string;
  /** Said when it has finished: `500 jobs requeued`. */
  done: string;
  /** Of all, between 0 and 1. */
  share: number;
  children?: ReactNode;
}

const TONES = { running: "accent", stopping: "accent", waiting: "warn", stopped: "accent", failed: "bad", finished: "good" } as const;

const WORDS = { running: "", stopping: "", waiting: ", held up", stopped: " was stopped", failed: " came to an end" };

export function ActPanel({ label, act, standing: { condition, reason }, about, doing, met, all, done, share, children }: ActPanelProps) {
  return (
    <section aria-label={label} className="card mb-3 animate-appear space-y-2.5 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2">
        <div className="min-w-0">
          <p role="status" className="figures font-medium">
            {condition === "finished" ? done : `${doing}${WORDS[condition]}: ${format.count(met)} of ${all}`}
          </p>
          {about && (
            <p className="truncate text-muted" title={about}>
              {about}
            </p>
          )}
        </div>
        <Buttons act={act} condition={condition} />
      </div>
      {condition !== "finished" && <Progress label={doing} value={share} tone={TONES[condition]} />}
      {reason && (
        <p role="alert" className={condition === "failed" ? "text-bad" : "text-warn"}>
          {reason}
          {condition === "waiting" && ". It goes on by itself."}
        </p>
      )}
      {children}
    </section>
  );
}

function Buttons({ act, condition }: Pick<ActPanelProps, "act"> & Pick<Standing, "condition">) {
  const isUnderWay = condition === "running" || condition === "stopping" || condition === "waiting";
  const mayGoOn = condition === "waiting" || condition === "stopped" || condition === "failed";
  return (
    <div className="flex gap-2">
      {mayGoOn && (
        <Button size="small" icon={Play} onClick={() => void act.goOn()}>
          {condition === "waiting" ? "Go on now" : "Go on"}
        </Button>
      )}
      {isUnderWay ? (
        <Button size="small" icon={Square} busy={condition === "stopping"} onClick={act.stop}>
          Stop
        </Button>
      ) : (
        <Button size="small" kind="quiet" icon={X} onClick={act.dismiss}>
          Close
        </Button>
      )}
    </div>
  );
}
