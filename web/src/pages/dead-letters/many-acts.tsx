// The buttons for many letters at once: requeue them, one of them first if there is doubt, or drop them.
import { Bird, RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/button";
import { ConfirmDialog, Dialog } from "~/components/dialog";
import { Problem } from "~/components/problem";
import * as format from "~/format";
import { useAsking } from "~/hooks/use-asking";
import { type Batch, runner, useRun } from "~/pages/dead-letters/run";

interface ManyProps {
  batch: Batch;
  /** For a row: less loud. */
  small?: boolean;
}

export function RequeueMany({ batch, small }: ManyProps) {
  const [open, setOpen] = useState(false);
  const { busy: sending, problem, ask } = useAsking();
  const isBusy = useIsBusy();
  const isOne = batch.count === 1;
  const letters = format.counted(batch.count, "dead letter");

  const sendCanary = () => ask(() => runner.sendCanary(batch).then(() => setOpen(false)));
  const sendAll = () => {
    setOpen(false);
    void runner.sendAll("requeue", batch);
  };

  return (
    <>
      <Button
        icon={RotateCw}
        kind={small ? "plain" : "primary"}
        size={small ? "small" : "medium"}
        disabled={isBusy}
        aria-label={`Requeue ${letters} of ${batch.what}`}
        onClick={() => setOpen(true)}
      >
        Requeue
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Requeue ${letters}?`}
        description={batch.what}
        acts={
          <>
            <Button onClick={sendAll} kind="plain" icon={RotateCw} disabled={sending}>
              {isOne ? "Requeue without watching" : `Requeue all ${format.count(batch.count)}`}
            </Button>
            <Button kind="primary" icon={Bird} busy={sending} onClick={() => void sendCanary()}>
              {isOne ? "Requeue and watch it" : "Canary first"}
            </Button>
          </>
        }
      >
        <p className="mb-3 text-muted">
          Each becomes a fresh job with the same payload, the oldest first; a letter is taken once.
          {!isOne && " A canary is one of them: you see how it ends, and then send the others, or leave them."}
        </p>
        <Problem error={problem} />
      </Dialog>
    </>
  );
}

export function DropMany({ batch }: ManyProps) {
  const isBusy = useIsBusy();
  const letters = format.counted(batch.count, "dead letter");
  return (
    <ConfirmDialog
      danger
      trigger={
        <Button icon={Trash2} disabled={isBusy} aria-label={`Drop ${letters} of ${batch.what}`}>
          Drop
        </Button>
      }
      title={`Drop ${letters} for good?`}
      verb={`Drop ${format.count(batch.count)}`}
      onConfirm={async () => void runner.sendAll("drop", batch)}
    >
      <p className="break-words">{batch.what}</p>
      <p className="mt-2">They are removed with their payloads and cannot be brought back.</p>
    </ConfirmDialog>
  );
}

/** One act at a time. */
function useIsBusy(): boolean {
  useRun();
  return runner.isUnderWay;
}
