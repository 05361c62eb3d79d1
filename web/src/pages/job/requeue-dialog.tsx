// A fresh job from a dead one, its payload as it was or mended first.
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { Dialog } from "~/components/dialog";
import { Field, TextField } from "~/components/field";
import { JsonEditor } from "~/components/json-editor";
import * as jsonText from "~/lib/json-text";
import type { Job } from "~/services/jobs";

interface RequeueDialogProps {
  job: Job;
  /** Makes the fresh job; the dialog stays open, and says why, when it fails. */
  onRequeue: (edit: { payload?: unknown; max_attempts: number }) => Promise<unknown>;
}

export function RequeueDialog({ job, onRequeue }: RequeueDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" icon={RotateCcw} aria-keyshortcuts="r" onClick={() => setOpen(true)}>
        Requeue
      </Button>
      {open && <Editing job={job} onRequeue={onRequeue} onClose={() => setOpen(false)} />}
    </>
  );
}

function Editing({ job, onRequeue, onClose }: RequeueDialogProps & { onClose: () => void }) {
  const [text, setText] = useState(() => jsonText.tidy(job.payload));
  const [attempts, setAttempts] = useState(String(job.max_attempts));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const reading = jsonText.read(text);
  const wrong = (field: string) => (problem?.field?.startsWith(field) ? problem.sentence : null);

  const requeue = async () => {
    if (!reading.ok) return;
    setBusy(true);
    setProblem(null);
    const isEdited = text !== jsonText.tidy(job.payload);
    try {
      await onRequeue({ max_attempts: Number(attempts), ...(isEdited ? { payload: reading.value } : {}) });
      onClose();
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`Requeue ${job.type}`}
      description="A fresh job is made from this one, once. This one stays as it is, and links to it."
      acts={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button kind="primary" busy={busy} disabled={!reading.ok || !attempts} onClick={requeue}>
            Requeue it
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field label="Payload" error={wrong("payload")}>
          {(tied) => <JsonEditor {...tied} rows={12} value={text} onChange={setText} />}
        </Field>
        <TextField
          label="Attempts allowed"
          type="number"
          min={1}
          max={25}
          className="w-40"
          value={attempts}
          error={wrong("max_attempts")}
          onChange={(event) => setAttempts(event.target.value)}
        />
        {problem && !wrong("payload") && !wrong("max_attempts") && (
          <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
            {problem.sentence}
          </p>
        )}
      </div>
    </Dialog>
  );
}
