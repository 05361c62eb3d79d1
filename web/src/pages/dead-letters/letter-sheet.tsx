// One dead letter, read at the side: why it died, what it was asked, and another chance, with another payload if need be.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pencil, RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/button";
import { Stat } from "~/components/card";
import { ConfirmDialog, Sheet } from "~/components/dialog";
import { JsonTree } from "~/components/json-tree";
import { Loaded } from "~/components/page";
import { StateBadge } from "~/components/state-badge";
import { Time } from "~/components/time";
import * as format from "~/format";
import { useAct } from "~/hooks/use-act";
import { EditForm } from "~/pages/dead-letters/edit-form";
import * as deadLetters from "~/services/dead-letters";
import * as jobs from "~/services/jobs";

interface LetterSheetProps {
  id: string;
  mayAct: boolean;
  onClose: () => void;
}

export function LetterSheet({ id, mayAct, onClose }: LetterSheetProps) {
  const query = useQuery(deadLetters.show(id));
  const [editing, setEditing] = useState(false);
  const requeue = useAct({
    act: (edit: Parameters<typeof deadLetters.requeue>[1]) => deadLetters.requeue(id, edit),
    done: ({ new_job: { type } }) => `${type} gets another chance`,
    changes: [deadLetters.KEY, jobs.KEY],
  });
  const drop = useAct({ act: () => deadLetters.drop(id), done: () => "The dead letter is dropped", changes: [deadLetters.KEY, jobs.KEY], quiet: true });
  const letter = query.data;
  const acts = mayAct && letter && !letter.requeued && !editing && (
    <>
      <Drop letter={letter} onDrop={() => drop.mutateAsync().then(onClose)} />
      <Button icon={Pencil} onClick={() => setEditing(true)}>
        Edit and requeue
      </Button>
      <Button kind="primary" icon={RotateCw} busy={requeue.isPending} onClick={() => requeue.mutate({})}>
        Requeue
      </Button>
    </>
  );
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={letter?.type ?? "Dead letter"}
      description={<code className="text-xs break-all">{id}</code>}
      acts={acts}
    >
      <Loaded query={query} what="The dead letter could not be read">
        {(found) =>
          editing && !found.requeued ? (
            <EditForm
              letter={found}
              onRequeue={async (edit) => {
                await requeue.mutateAsync(edit);
                setEditing(false);
              }}
              onLeave={() => setEditing(false)}
            />
          ) : (
            <Whole letter={found} />
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Whole({ letter }: { letter: deadLetters.DeadLetter }) {
  return (
    <div className="space-y-4">
      {letter.new_job_id && <Requeued id={letter.new_job_id} />}
      <pre className="max-h-64 overflow-auto rounded-lg bg-bad-soft px-3 py-2 text-xs leading-5 break-words whitespace-pre-wrap text-bad" tabIndex={0} aria-label="Error">
        {letter.last_error ?? "no error was told"}
      </pre>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
        <Stat word name="Died" value={<Time at={letter.died_at} />} />
        <Stat word name="Created" value={<Time at={letter.original_created_at} />} />
        <Stat word name="Attempts" value={`${letter.total_attempts} of ${letter.max_attempts}`} />
        <Stat word name="Crashes" value={letter.crash_count} tone={letter.crash_count > 0 ? "bad" : "plain"} />
        <Stat word name="Queue" value={letter.queue_name} />
        <Stat word name="Priority" value={letter.priority} />
        {letter.expires_at && <Stat word name="Forgotten" value={<Time at={letter.expires_at} />} />}
        <Stat
          word
          name="Attempts and logs"
          value={
            <Link to="/jobs/$id" params={{ id: letter.id }} className="text-accent underline underline-offset-2">
              the job
            </Link>
          }
        />
      </dl>
      <section>
        <h3 className="mb-1 text-xs text-muted">Payload</h3>
        <JsonTree value={letter.payload} label="Payload" />
      </section>
    </div>
  );
}

/** Where it went: the fresh job, as it stands now. */
function Requeued({ id }: { id: string }) {
  const { data: job } = useQuery(jobs.show(id));
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 rounded-lg bg-accent-soft px-3 py-2">
      Requeued as
      <Link to="/jobs/$id" params={{ id }} className="text-accent underline underline-offset-2">
        {format.shortId(id)}
      </Link>
      {job && <StateBadge state={job.status} />}
    </p>
  );
}

function Drop({ letter, onDrop }: { letter: deadLetters.DeadLetter; onDrop: () => Promise<unknown> }) {
  return (
    <ConfirmDialog
      danger
      trigger={
        <Button icon={Trash2} className="mr-auto">
          Drop
        </Button>
      }
      title="Drop 1 dead letter for good?"
      verb="Drop it"
      onConfirm={onDrop}
    >
      This {letter.type} and its payload are removed and cannot be brought back.
    </ConfirmDialog>
  );
}
