// One job by hand: every field that a request may have, and what the service says of each.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, Send } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Combobox } from "~/components/combobox";
import { CopyButton } from "~/components/copy-button";
import { Field, Select, TextField } from "~/components/field";
import { JsonEditor } from "~/components/json-editor";
import { useAct } from "~/hooks/use-act";
import * as curl from "~/lib/curl";
import { random } from "~/lib/random";
import { type Draft, type Field as Name, request } from "~/pages/enqueue/draft";
import { TagsField } from "~/pages/enqueue/tags-field";
import { TypeField } from "~/pages/enqueue/type-field";
import { WhenField } from "~/pages/enqueue/when-field";
import * as enqueue from "~/services/enqueue";
import * as jobs from "~/services/jobs";
import * as queues from "~/services/queues";
import { useMe } from "~/session/use-me";

const PRIORITIES = Array.from({ length: 10 }, (_, index) => String(10 - index)).map((value) => ({
  value,
  label: { "10": "10, first", "1": "1, last" }[value] ?? value,
}));

interface Problem {
  /** Null: it is of no one field. */
  field: string | null;
  sentence: string;
}

const FIELDS: readonly Name[] = ["type", "payload", "queue_name", "priority", "scheduled_at", "delay_ms", "retries", "timeout_seconds", "tags"];

export function OneForm({ initial }: { initial: Draft }) {
  const [draft, setDraft] = useState(initial);
  const [key, setKey] = useState(() => random());
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { may, data: me } = useMe();
  const known = useQuery({ ...queues.list(), enabled: may("jobs:read") });
  const send = useAct({ act: (job: enqueue.NewJob) => enqueue.one(job, key), changes: [jobs.KEY, queues.KEY], quiet: true });
  const written = request(draft);
  const made = send.data;

  /** Another request has another key; the same one, sent twice by a double click, makes one job. */
  const begin = () => {
    setKey(random());
    setProblem(null);
    send.reset();
  };
  const change = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    begin();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (made || send.isPending) return;
    if (!written.ok) return setProblem(written);
    setProblem(null);
    await send.mutateAsync(written.job).catch((error: unknown) => setProblem(ApiError.of(error)));
    return undefined;
  };
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  const wrong = (...names: Name[]) => (problem && names.some((name) => isOf(problem, name)) ? problem.sentence : null);
  const elsewhere = problem && !FIELDS.some((name) => isOf(problem, name)) ? problem : null;

  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <Card title="What">
        <div className="space-y-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TypeField value={draft.type} error={wrong("type")} onChange={(type) => change({ type })} />
            <Field label="Queue" error={wrong("queue_name")} hint="A queue is there from its first job on.">
              {(tied) => (
                <Combobox {...tied} free none="default" options={(known.data ?? []).map((queue) => queue.name)} value={draft.queue} onChange={(queue) => change({ queue })} placeholder="default" />
              )}
            </Field>
          </div>
          <Field label="Payload" error={problem?.field === "payload" && !written.ok ? null : wrong("payload")}>
            {(tied) => <JsonEditor {...tied} rows={14} value={draft.payload} onChange={(payload) => change({ payload })} />}
          </Field>
        </div>
      </Card>
      <div className="grid gap-4">
        <Card title="How">
          <div className="space-y-4">
            <WhenField draft={draft} onChange={change} error={wrong("scheduled_at", "delay_ms")} />
            <div className="grid grid-cols-3 gap-3">
              <Field label="Priority" error={wrong("priority")}>
                {(tied) => <Select {...tied} className="w-full" options={PRIORITIES} value={draft.priority} onChange={(priority) => change({ priority })} />}
              </Field>
              <TextField label="Retries" type="number" min={0} max={24} placeholder="default" value={draft.retries} error={wrong("retries")} onChange={(event) => change({ retries: event.target.value })} />
              <TextField label="Timeout, s" type="number" min={1} max={86_400} placeholder="default" value={draft.timeout} error={wrong("timeout_seconds")} onChange={(event) => change({ timeout: event.target.value })} />
            </div>
            <p className="text-xs text-muted">Left empty, retries and timeout are what the job's handler says.</p>
            <TagsField tags={draft.tags} error={wrong("tags")} onChange={(tags) => change({ tags })} />
          </div>
        </Card>
        <div className="card space-y-3 p-4">
          {elsewhere && (
            <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 break-words text-bad">
              {elsewhere.field ? `${elsewhere.field}: ` : ""}
              {elsewhere.sentence}
            </p>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" kind="primary" size="large" className="flex-1" icon={made ? CircleCheck : Send} busy={send.isPending} disabled={made !== undefined}>
              {made ? "Enqueued" : "Enqueue"}
            </Button>
            {written.ok && <CopyButton wide size="medium" label="Copy as curl" text={curl.enqueueing(enqueue.URL_OF_JOBS, written.job, me?.who.kind !== "open")} />}
          </div>
          {made && (
            <p role="status" className="flex flex-wrap items-center justify-between gap-2">
              <span>
                Accepted:{" "}
                <Link to="/jobs/$id" params={{ id: made.id }} className="text-accent underline underline-offset-2">
                  see {made.type}
                </Link>
              </span>
              <Button size="small" onClick={begin}>
                Another like it
              </Button>
            </p>
          )}
        </div>
      </div>
    </form>
  );
}

/** Whether what is wrong is in this field, or in something of it: `tags.customer`. */
function isOf({ field }: Problem, name: Name): boolean {
  return field !== null && (field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`));
}
