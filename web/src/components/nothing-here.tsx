// What stands where content would: nothing yet, not there for now, or still on its way.
import { CircleAlert, type LucideIcon, RefreshCw } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { CopyButton } from "~/components/copy-button";
import { classes } from "~/lib/classes";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  act?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, act }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <span className="mb-3 grid size-11 place-items-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-prose text-muted">{children}</div>}
      {act && <div className="mt-4">{act}</div>}
    </div>
  );
}

interface ErrorStateProps {
  error: unknown;
  /** Asks again; no button without it. */
  retry?: () => void;
  /** What could not be done: `the queues could not be read`. */
  what?: string;
}

/** What happened, how to ask again, and the id under which the service's log has it. */
export function ErrorState({ error, retry, what }: ErrorStateProps) {
  const shown = ApiError.of(error);
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-12 text-center">
      <span className="mb-3 grid size-11 place-items-center rounded-full bg-bad-soft text-bad">
        <CircleAlert aria-hidden className="size-5" />
      </span>
      <p className="font-semibold">{what ?? "This could not be read"}</p>
      <p className="mt-1 max-w-prose break-words text-muted">{shown.sentence}</p>
      <div className="mt-4 flex flex-wrap items-center justify-center gap-2">
        {retry && (
          <Button icon={RefreshCw} onClick={retry}>
            Try again
          </Button>
        )}
        {shown.requestId && (
          <span className="inline-flex items-center gap-1 text-xs text-muted">
            request <code>{shown.requestId}</code>
            <CopyButton text={shown.requestId} label="Copy the request id" />
          </span>
        )}
      </div>
    </div>
  );
}

/** A grey place of the size of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return <div className={classes("h-4 animate-pulse rounded-md bg-calm-soft", className)} />;
}

/** Lines of a list that is being read. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <Times count={rows} className="divide-y">
      <div className="flex h-11 items-center gap-4 px-4">
        <Skeleton className="w-20" />
        <Skeleton className="flex-1" />
        <Skeleton className="w-24" />
      </div>
    </Times>
  );
}

/** Cards of an overview that is being read. */
export function SkeletonCards({ cards = 6 }: { cards?: number }) {
  return (
    <Times count={cards} className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      <div className="card space-y-4 p-4">
        <Skeleton className="w-32" />
        <Skeleton className="h-8" />
      </div>
    </Times>
  );
}

function Times({ count, className, children }: { count: number; className: string; children: ReactNode }) {
  return (
    <div aria-busy="true" role="status" aria-label="Loading" className={className}>
      {Array.from({ length: count }, (_, place) => (
        <Fragment key={place}>{children}</Fragment>
      ))}
    </div>
  );
}
