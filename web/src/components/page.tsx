// The frame of a page's content: its title, a sentence, its acts; and a whole query as loading, failed, empty or shown.
import type { ReactNode } from "react";
import { ErrorState, SkeletonRows } from "~/components/nothing-here";
import { type Reading, Stale } from "~/components/stale";
import { useTitle } from "~/hooks/use-title";

interface PageProps {
  title: string;
  /** What stands in the browser's tab, where that is more than the title. */
  tab?: string;
  /** A sentence below the title. */
  about?: ReactNode;
  acts?: ReactNode;
  children: ReactNode;
}

export function Page({ title, tab, about, acts, children }: PageProps) {
  useTitle(tab ?? title);
  return (
    <div className="mx-auto w-full max-w-7xl px-4 py-5 md:px-6">
      <header className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl leading-7 font-semibold tracking-tight">{title}</h1>
          {about && <p className="mt-0.5 max-w-3xl text-muted">{about}</p>}
        </div>
        {acts && <div className="flex flex-wrap items-center gap-2">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

interface LoadedProps<Data> {
  query: Reading<Data>;
  /** What is being read, for when it cannot be: `The queues could not be read`. */
  what: string;
  skeleton?: ReactNode;
  /** It stands on the page itself, where what is no card gets one. */
  apart?: boolean;
  children: (data: Data) => ReactNode;
}

/**
 * What was read; while it is on its way a skeleton; when it failed, why. What is there stays while it is read again, and
 * says so when that fails.
 */
export function Loaded<Data>({ query, what, skeleton, apart, children }: LoadedProps<Data>) {
  if (query.data !== undefined)
    return (
      <>
        <Stale query={query} className={apart ? "mb-4" : undefined} />
        {children(query.data)}
      </>
    );
  const card = apart ? "card" : undefined;
  if (query.isError)
    return (
      <div className={card}>
        <ErrorState what={what} error={query.error} retry={() => void query.refetch()} />
      </div>
    );
  if (skeleton) return <div aria-busy="true">{skeleton}</div>;
  return (
    <div className={card}>
      <SkeletonRows />
    </div>
  );
}
