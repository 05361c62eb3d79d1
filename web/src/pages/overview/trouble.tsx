// What the overview could not read, said once however many parts of it are missing; and what Redis alone cannot know.
import type { UseQueryResult } from "@tanstack/react-query";
import { ErrorState } from "~/components/nothing-here";
import { Notice } from "~/components/notice";

type Part = readonly [name: string, query: Pick<UseQueryResult, "isError" | "data" | "error" | "refetch">];

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
  return (
    <Notice tone="warn" title="What is shown is not fresh">
      {first.error instanceof Error ? first.error.message : "The last reading failed."} It is read again by itself.
    </Notice>
  );
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
