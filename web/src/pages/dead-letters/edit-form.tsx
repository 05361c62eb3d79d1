// A letter's payload, changed by hand before it is requeued.
import { RotateCw } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/button";
import { Field, TextField } from "~/components/field";
import { JsonEditor } from "~/components/json-editor";
import { Problem } from "~/components/problem";
import { useAsking } from "~/hooks/use-asking";
import * as jsonText from "~/lib/json-text";
import type { DeadLetter } from "~/services/dead-letters";

export interface Edit {
  payload?: unknown;
  max_attempts?: number;
}

interface EditFormProps {
  letter: DeadLetter;
  onRequeue: (edit: Edit) => Promise<unknown>;
  onLeave: () => void;
}

export function EditForm({ letter, onRequeue, onLeave }: EditFormProps) {
  const [before] = useState(() => jsonText.tidy(letter.payload));
  const [payload, setPayload] = useState(before);
  const [attempts, setAttempts] = useState(String(letter.max_attempts));
  const { busy, problem, ask, wrong } = useAsking();
  const reading = jsonText.read(payload);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reading.ok) return;
    // Untouched, it stays what it was to the byte.
    const edit = { ...(payload === before ? {} : { payload: reading.value }), max_attempts: Number(attempts) };
    void ask(() => onRequeue(edit));
  };

  return (
    <form onSubmit={submit} className="space-y-4">
      <Field label="Payload" error={wrong("payload")}>
        {(tied) => <JsonEditor {...tied} value={payload} onChange={setPayload} rows={16} />}
      </Field>
      <TextField
        label="Attempts"
        type="number"
        inputMode="numeric"
        min={1}
        max={25}
        required
        hint="Runs that the fresh job is allowed in all."
        className="max-w-72"
        value={attempts}
        error={wrong("max_attempts")}
        onChange={(event) => setAttempts(event.target.value)}
      />
      <Problem error={problem} told={["payload", "max_attempts"]} />
      <div className="flex justify-end gap-2">
        <Button onClick={onLeave}>Leave it</Button>
        <Button type="submit" kind="primary" icon={RotateCw} busy={busy} disabled={!reading.ok}>
          {payload === before ? "Requeue" : "Requeue with this payload"}
        </Button>
      </div>
    </form>
  );
}
