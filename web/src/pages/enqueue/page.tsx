// Enqueue: make one job by hand.
import { Link } from "@tanstack/react-router";
import { Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Field, TextField } from "~/components/field";
import { JsonEditor } from "~/components/json-editor";
import { Page } from "~/components/page";
import { useAct } from "~/hooks/use-act";
import * as jsonText from "~/lib/json-text";
import * as jobs from "~/services/jobs";

export default function EnqueuePage() {
  const [type, setType] = useState("");
  const [queue, setQueue] = useState("");
  const [payload, setPayload] = useState("{}");
  const enqueue = useAct({ act: jobs.enqueue, changes: [jobs.KEY], quiet: true });
  const problem = enqueue.error ? ApiError.of(enqueue.error) : null;
  const wrong = (field: string) => (problem?.field?.startsWith(field) ? problem.sentence : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reading = jsonText.read(payload);
    if (reading.ok) enqueue.mutate({ type, payload: reading.value, ...(queue ? { queue_name: queue } : {}) });
  };

  return (
    <Page title="Enqueue" about="Makes one job, as a service would by POST /api/v1/jobs.">
      <Card className="max-w-3xl">
        <form onSubmit={submit} className="space-y-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label="Type" required value={type} error={wrong("type")} onChange={(event) => setType(event.target.value)} hint="Which handler runs it." />
            <TextField label="Queue" placeholder="default" value={queue} error={wrong("queue_name")} onChange={(event) => setQueue(event.target.value)} />
          </div>
          <Field label="Payload" error={wrong("payload")}>
            {(tied) => <JsonEditor {...tied} value={payload} onChange={setPayload} />}
          </Field>
          {problem && !problem.field && (
            <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
              {problem.sentence}
            </p>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" kind="primary" icon={Send} busy={enqueue.isPending} disabled={!jsonText.read(payload).ok}>
              Enqueue
            </Button>
            {enqueue.data && (
              <p role="status">
                Accepted:{" "}
                <Link to="/jobs/$id" params={{ id: enqueue.data.id }} className="text-accent underline underline-offset-2">
                  {enqueue.data.type}
                </Link>
              </p>
            )}
          </div>
        </form>
      </Card>
    </Page>
  );
}
