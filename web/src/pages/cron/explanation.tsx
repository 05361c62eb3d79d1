// What an expression means, while it is typed.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError } from "~/api/error";
import { Skeleton } from "~/components/nothing-here";
import { useSettled } from "~/hooks/use-settled";
import { NextRuns } from "~/pages/cron/next-runs";
import * as cron from "~/services/cron";

const PAUSE = 250; // ms after the last letter

/** What the service says of the expression as it stands; `problem` is told at its field. */
export function useExplanation(expression: string, zone: string) {
  const asked = useSettled(expression.trim(), PAUSE);
  const query = useQuery({ ...cron.explain(asked, zone), enabled: asked !== "", placeholderData: keepPreviousData });
  const problem = asked !== "" && query.isError ? ApiError.of(query.error) : null;
  return { explained: asked === "" || problem ? undefined : query.data, problem, waits: asked !== "" && query.isPending };
}

interface ExplanationProps {
  explained: cron.Explained | undefined;
  problem: ApiError | null;
  waits: boolean;
}

export function Explanation({ explained, problem, waits }: ExplanationProps) {
  return (
    <div aria-live="polite" className="min-h-46 rounded-lg bg-sunken px-3 py-2.5">
      {explained ? (
        <>
          <p className="mb-1.5 font-medium">{explained.description}</p>
          <NextRuns runs={explained.next_runs} />
        </>
      ) : waits ? (
        <div className="space-y-2 py-1">
          <Skeleton className="w-56" />
          <Skeleton className="w-40" />
        </div>
      ) : (
        <p className="text-muted">{problem ? unexplained(problem) : "What it means, and its next ten runs, appear here while you type."}</p>
      )}
    </div>
  );
}

/** What is wrong with a field stands there. */
function unexplained(problem: ApiError): string {
  return problem.field ? "No runs: the expression or its zone cannot be read yet." : problem.sentence;
}
