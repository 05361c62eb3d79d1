// Leads to one worker among the others, by its id or by that of a process of it, as `host-1a2b.3`.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import * as format from "~/format";
import type { Worker } from "~/services/workers";

export function WorkerLink({ id, children, className = "text-accent" }: { id: string; children?: ReactNode; className?: string }) {
  return (
    <Link to="/workers" hash={id} title={id} className={`${className} hover:underline`}>
      {children ?? <code className="break-all">{format.shortId(id)}</code>}
    </Link>
  );
}

/** Whether a link that names `id` means this worker. */
export function isMeant(worker: Pick<Worker, "id">, id: string): boolean {
  return id === worker.id || id.startsWith(`${worker.id}.`);
}
