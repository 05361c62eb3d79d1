// The form of a schedule: what, when, how, and what happens when something is in the way.
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "~/components/button";
import { Combobox } from "~/components/combobox";
import { Field, Input, inputLook, TextField } from "~/components/field";
import { FormDialog } from "~/components/form-dialog";
import { JsonEditor } from "~/components/json-editor";
import { Problem } from "~/components/problem";
import { RadioCards } from "~/components/radio-cards";
import { useAsking } from "~/hooks/use-asking";
import { classes } from "~/lib/classes";
import { type Draft, read } from "~/pages/cron/draft";
import { Explanation, useExplanation } from "~/pages/cron/explanation";
import { MISSED, OVERLAP, READY } from "~/pages/cron/words";
import { ZONES } from "~/pages/cron/zones";
import type { NewSchedule } from "~/services/cron";
import * as queues from "~/services/queues";
import * as types from "~/services/types";

interface ScheduleFormProps {
  title: string;
  verb: string;
  first: Draft;
  /** Sends it; what is refused is told at its field. */
  onSave: (schedule: NewSchedule) => Promise<unknown>;
  onClose: () => void;
}

const FIELDS = ["name", "job_type", "cron_expression", "time_zone", "payload", "queue_name", "priority"];
const MORE_FIELDS = ["max_attempts", "timeout_seconds", "tags", "max_missed_runs", "max_lateness_seconds"];

export function ScheduleForm({ title, verb, first, onSave, onClose }: ScheduleFormProps) {
  const [draft, setDraft] = useState(first);
  const { busy, problem, ask, wrong: refused } = useAsking();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const wrong = (field: string) => problems[field] ?? refused(field);

  const submit = () => {
    const reading = read(draft);
    setProblems(reading.ok ? {} : reading.problems);
    if (reading.ok) void ask(() => onSave(reading.value));
  };
  const part = { draft, set, wrong };

  return (
    <FormDialog wide title={title} verb={verb} busy={busy} onSubmit={submit} onClose={onClose}>
      <What {...part} />
      <When {...part} />
      <How {...part} />
      <InTheWay {...part} />
      <Problem error={problem} told={[...FIELDS, ...MORE_FIELDS]} />
    </FormDialog>
  );
}

interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  /** What is wrong with a field, by the service's name of it. */
  wrong: (field: string) => string | null;
}

function What({ draft, set, wrong }: PartProps) {
  const known = useQuery(types.list());
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label="Name"
        required
        maxLength={100}
        autoComplete="off"
        placeholder="nightly report"
        value={draft.name}
        error={wrong("name")}
        onChange={(event) => set({ name: event.target.value })}
      />
      <Field label="Type of its jobs" error={wrong("job_type")}>
        {(tied) => (
          <Combobox
            {...tied}
            free
            placeholder="Choose or type one"
            options={known.data?.data.map((type) => type.name) ?? []}
            value={draft.type}
            onChange={(type) => set({ type })}
          />
        )}
      </Field>
    </div>
  );
}

function When({ draft, set, wrong }: PartProps) {
  const { explained, problem, waits } = useExplanation(draft.expression, draft.zone);
  const now = (field: string) => (problem?.field === field ? problem.sentence : wrong(field));
  return (
    <Part title="When">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Expression" hint="Minute, hour, day of month, month, day of week." error={now("cron_expression")}>
          {(tied) => (
            <Input
              {...tied}
              autoComplete="off"
              spellCheck={false}
              placeholder="30 2 * * *"
              className="font-mono"
              value={draft.expression}
              onChange={(event) => set({ expression: event.target.value })}
            />
          )}
        </Field>
        <Field label="Time zone" hint="It keeps to the clock on the wall there." error={now("time_zone")}>
          {(tied) => <Combobox {...tied} free placeholder="UTC" options={ZONES} value={draft.zone} onChange={(zone) => set({ zone })} />}
        </Field>
      </div>
      <ul aria-label="Ready to take" className="flex flex-wrap gap-1.5">
        {READY.map(({ label, expression }) => (
          <li key={expression}>
            <Button size="small" title={expression} aria-pressed={draft.expression === expression} onClick={() => set({ expression })}>
              {label}
            </Button>
          </li>
        ))}
      </ul>
      <Explanation explained={explained} problem={problem} waits={waits} />
    </Part>
  );
}

function How({ draft, set, wrong }: PartProps) {
  const known = useQuery(queues.list());
  return (
    <Part title="Its jobs">
      <Field label="Payload" error={wrong("payload")}>
        {(tied) => <JsonEditor {...tied} rows={6} value={draft.payload} onChange={(payload) => set({ payload })} />}
      </Field>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Field label="Queue" error={wrong("queue_name")}>
          {(tied) => (
            <Combobox
              {...tied}
              free
              none="default"
              placeholder="default"
              options={(known.data ?? []).map((queue) => queue.name).filter((name) => name !== "default")}
              value={draft.queue}
              onChange={(queue) => set({ queue })}
            />
          )}
        </Field>
        <Figure label="Priority, 1 to 10" placeholder="5" value={draft.priority} error={wrong("priority")} onChange={(priority) => set({ priority })} />
        <Figure
          label="Attempts"
          placeholder="as its handler says"
          value={draft.attempts}
          error={wrong("max_attempts")}
          onChange={(attempts) => set({ attempts })}
        />
        <Figure
          label="Timeout in seconds"
          placeholder="as its handler says"
          value={draft.timeout}
          error={wrong("timeout_seconds")}
          onChange={(timeout) => set({ timeout })}
        />
      </div>
      <Field label="Tags" hint="One a line: name, colon, value. The schedule's own tag comes by itself." error={wrong("tags")}>
        {(tied) => (
          <textarea
            {...tied}
            rows={2}
            spellCheck={false}
            placeholder="customer: 42"
            className={classes(inputLook, "code h-auto py-2 text-xs leading-5")}
            value={draft.tags}
            onChange={(event) => set({ tags: event.target.value })}
          />
        )}
      </Field>
    </Part>
  );
}

function InTheWay({ draft, set, wrong }: PartProps) {
  return (
    <Part title="When something is in the way">
      <RadioCards
        legend="Slots that nobody was there for, as while every worker was down"
        options={MISSED}
        value={draft.missed}
        onChange={(missed) => set({ missed })}
      />
      <div className="grid grid-cols-2 gap-4">
        {draft.missed === "run_all" && (
          <Figure label="Make up for at most" placeholder="10" value={draft.most} error={wrong("max_missed_runs")} onChange={(most) => set({ most })} />
        )}
        <Figure
          label="Too late after, in seconds"
          placeholder={draft.missed === "skip" ? "60" : "never"}
          value={draft.lateness}
          error={wrong("max_lateness_seconds")}
          onChange={(lateness) => set({ lateness })}
        />
      </div>
      <RadioCards legend="The last job has not ended" options={OVERLAP} value={draft.overlap} onChange={(overlap) => set({ overlap })} />
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-3">
      <h3 className="border-b pb-1 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface FigureProps {
  label: string;
  placeholder: string;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

function Figure({ label, placeholder, value, error, onChange }: FigureProps) {
  return (
    <Field label={label} error={error}>
      {(tied) => (
        <Input {...tied} type="number" min={1} placeholder={placeholder} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
