// What the overview could not read, said once however many parts of it are missing; and what Redis alone cannot know.
import { ErrorState } from "~/components/nothing-here";
import { Notice } from "~/components/notice";
import { type Reading, Stale } from "~/components/stale";

type Part = readonly [name: string, query: Reading<unknown>];

/** Parts that were never read are missing; parts that were stay on the page, and are only old. */
export function Trouble({ parts }: { parts: readonly Part[] }) {
  const failed = parts.filter(([, query]) => query.isError);
  const missing = failed.filter(([, query]) => query.data === undefined).map(([name]) => name);
  const first = failed[0]?.[1];
  if (!first) return null;
  const retry = () => void Promise.all(failed.map(([, query]) => query.refetch()));
  if (missing.length > 0)
    return (
      <div className="card">
        <ErrorState what={`${sentence(missing)} could not be read`} error={first.error} retry={retry} />
      </div>
    );
  return <Stale query={first} className="" />;
}

export function RedisAlone() {
  return (
    <Notice title="This service runs on Redis alone">
      There are no counts by state, no figures over time, no failures and no lists: they need Postgres. Whoever runs the service
      sets <code>DATABASE_URL</code>, and they are here from then on. Jobs run all the same.
    </Notice>
  );
}

/** `The counts, the queues and the workers`. */
function sentence(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  const all = words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last;
  return all.charAt(0).toUpperCase() + all.slice(1);
}
