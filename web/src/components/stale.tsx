// What was read before is shown, and could not be read again: who looks at it should know.
import { RefreshCw } from "lucide-react";
import { Button } from "~/components/button";
import { Notice } from "~/components/notice";

/** What every query has. */
export interface Reading<Data> {
  data: Data | undefined;
  isError: boolean;
  error: Error | null;
  refetch: () => unknown;
}

interface StaleProps {
  query: Reading<unknown>;
  /** Its distance from what stands around it. */
  className?: string;
}

export function Stale({ query, className = "m-2" }: StaleProps) {
  if (!query.isError || query.data === undefined) return null;
  return (
    <div className={className}>
      <Notice
        tone="warn"
        title="What is shown is not fresh"
        act={
          <Button size="small" icon={RefreshCw} onClick={() => void query.refetch()}>
            Read it again
          </Button>
        }
      >
        {query.error?.message ?? "The last reading failed."}
      </Notice>
    </div>
  );
}
