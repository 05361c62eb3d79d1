// A fresh job from a dead one, its payload as it was or mended first.
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/button";
import { Field, TextField } from "~/components/field";
import { FormDialog } from "~/components/form-dialog";
import { JsonEditor } from "~/components/json-editor";
import { Problem } from "~/components/problem";
import { useAsking } from "~/hooks/use-asking";
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
  const { busy, problem, ask, wrong } = useAsking();
  const reading = jsonText.read(text);

  const requeue = async () => {
    if (!reading.ok) return;
    const isEdited = text !== jsonText.tidy(job.payload);
    await onRequeue({ max_attempts: Number(attempts), ...(isEdited ? { payload: reading.value } : {}) });
    onClose();
  };

  return (
    <FormDialog
      wide
      title={`Requeue ${job.type}`}
      description="A fresh job is made from this one, once. This one stays as it is, and links to it."
      verb="Requeue it"
      busy={busy}
      disabled={!reading.ok || !attempts}
      onSubmit={() => ask(requeue)}
      onClose={onClose}
    >
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
      <Problem error={problem} told={["payload", "max_attempts"]} />
    </FormDialog>
  );
}
