// Many jobs by paste or file: what is wrong is told before anything is sent, and what was not made stays in the text.
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileUp, Send, Square, X } from "lucide-react";
import { type DragEvent, useDeferredValue, useMemo, useRef, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Field, inputLook } from "~/components/field";
import { Progress } from "~/components/progress";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import { type Read, read, type Wrong } from "~/pages/enqueue/entries";
import { draft, type Progress as Sent, sending } from "~/pages/enqueue/sending";
import * as jobs from "~/services/jobs";

const SHOWN = 200_000; // characters: longer texts are kept, and not laid out
const MOST = 50 * 2 ** 20; // bytes of a file
const MOST_WRONG = 20; // lines of complaints at once

const EXAMPLE = '{"type": "send_email", "payload": {"to": "ada@example.com"}}\n{"type": "send_email", "payload": {"to": "grace@example.com"}, "priority": 9}';

export function ManyForm() {
  const client = useQueryClient();
  const { text, name } = useSyncExternalStore(draft.subscribe, draft.current);
  const standing = useSyncExternalStore(sending.subscribe, sending.current);
  const settled = useDeferredValue(text);
  const found = useMemo(() => read(settled), [settled]);
  const { isUnderWay: underWay } = sending;
  const ready = found.entries.length > 0 && found.wrong.length === 0 && settled === text;

  const go = async () => {
    await sending.send(found);
    void client.invalidateQueries({ queryKey: jobs.KEY });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (!underWay) void open(event.dataTransfer.files[0]);
  };

  return (
    <Card title="Many jobs" acts={<FileButton disabled={underWay} onFile={(file) => void open(file)} />}>
      <div className="space-y-4" onDrop={drop} onDragOver={(event) => event.preventDefault()}>
        {text.length > SHOWN ? (
          <Large name={name} length={text.length} onRemove={underWay ? undefined : () => change("")} />
        ) : (
          <Field label="Jobs" hint="A JSON array, or one JSON object on each line, with the fields of POST /api/v1/jobs. A file can be dropped here.">
            {(tied) => (
              <textarea
                {...tied}
                rows={14}
                wrap="off"
                spellCheck={false}
                disabled={underWay}
                placeholder={EXAMPLE}
                value={text}
                onChange={(event) => change(event.target.value)}
                className={classes(inputLook, "code h-auto resize-y py-2 text-xs leading-5")}
              />
            )}
          </Field>
        )}
        {text.trim() && <Verdict found={found} />}
        {standing && <Standing progress={standing} />}
        <div className="flex flex-wrap gap-2">
          {underWay ? (
            <Button icon={Square} onClick={sending.stop}>
              Stop
            </Button>
          ) : (
            <Button kind="primary" icon={Send} disabled={!ready} onClick={() => void go()}>
              {found.entries.length > 0 ? `Enqueue ${format.counted(found.entries.length, "job")}` : "Enqueue"}
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

function change(text: string, name = ""): void {
  draft.write(text, name);
  sending.dismiss();
}

async function open(file: File | undefined): Promise<void> {
  if (!file) return;
  if (file.size > MOST) toast.error(`${file.name} is too large`, { description: `It has ${format.bytes(file.size)}; part it into files of up to ${format.bytes(MOST)}.` });
  else change(await file.text(), file.name);
}

function FileButton({ onFile, disabled }: { onFile: (file: File | undefined) => void; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,.jsonl,.ndjson,application/json,text/plain"
        aria-label="File of jobs"
        className="sr-only"
        tabIndex={-1}
        disabled={disabled}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <Button size="small" icon={FileUp} disabled={disabled} onClick={() => input.current?.click()}>
        Open a file
      </Button>
    </>
  );
}

function Large({ name, length, onRemove }: { name: string; length: number; onRemove: (() => void) | undefined }) {
  return (
    <p className="flex items-center justify-between gap-3 rounded-lg border bg-sunken px-3 py-2">
      <span className="min-w-0 truncate">
        {name || "Pasted text"} <span className="text-muted">· {format.count(length)} characters, too many to show</span>
      </span>
      {onRemove && (
        <Button size="small" kind="quiet" icon={X} onClick={onRemove}>
          Take it away
        </Button>
      )}
    </p>
  );
}

function Verdict({ found: { entries, wrong } }: { found: Read }) {
  if (wrong.length > 0) return <Complaints wrong={wrong} good={entries.length} />;
  const types = new Map<string, number>();
  for (const { job } of entries) types.set(job.type, (types.get(job.type) ?? 0) + 1);
  const named = [...types].slice(0, 5).map(([type, count]) => `${format.count(count)} ${type}`);
  return (
    <p role="status" className="break-words text-muted">
      {format.counted(entries.length, "job")} to make: {named.join(", ")}
      {types.size > named.length && `, and ${format.counted(types.size - named.length, "more type")}`}.
    </p>
  );
}

function Complaints({ wrong, good }: { wrong: readonly Wrong[]; good: number }) {
  return (
    <div role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
      <p className="font-medium">
        {format.counted(wrong.length, "entry is", "entries are")} wrong, {format.count(good)} can be made. Nothing is sent until all can.
      </p>
      <ul className="mt-1 space-y-0.5 text-xs">
        {wrong.slice(0, MOST_WRONG).map((one, index) => (
          <li key={index} className="break-words">
            {one.place}: {one.sentence}
          </li>
        ))}
        {wrong.length > MOST_WRONG && <li>and {format.count(wrong.length - MOST_WRONG)} more</li>}
      </ul>
    </div>
  );
}

function Standing({ progress: { made, total, condition, reason } }: { progress: Sent }) {
  const tone = condition === "failed" ? "bad" : condition === "finished" ? "good" : "accent";
  return (
    <div className="space-y-2">
      <Progress value={made / total} label="Jobs made" tone={tone} />
      <p role="status" className="figures flex flex-wrap justify-between gap-x-3">
        <span>
          {format.count(made)} of {format.counted(total, "job")} made
          {condition === "stopped" && ": stopped, the rest is still in the text"}
        </span>
        {made > 0 && !sending.isUnderWay && (
          <Link to="/jobs" className="text-accent underline underline-offset-2">
            See them
          </Link>
        )}
      </p>
      {condition === "waiting" && <p className="rounded-lg bg-warn-soft px-3 py-2 break-words text-warn">{reason}. It is tried again by itself.</p>}
      {condition === "failed" && (
        <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 break-words text-bad">
          {reason}
        </p>
      )}
    </div>
  );
}
