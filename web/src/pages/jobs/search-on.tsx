// The end of a text search that has not looked at everything yet: how far it came, and further, until something is found.
import { useEffect, useState } from "react";
import { Button } from "~/components/button";
import { Time } from "~/components/time";
import * as format from "~/format";

interface SearchOnProps {
  shown: number;
  /** The moment back to which everything was looked at. */
  until: string;
  busy: boolean;
  onMore: () => void;
}

export function SearchOn({ shown, until, busy, onMore }: SearchOnProps) {
  // The rows that were there when it was told to go on: it rests as soon as there are more.
  const [searching, setSearching] = useState<number | null>(null);
  const active = searching === shown;
  useEffect(() => {
    if (active && !busy) onMore();
  }, [active, busy, until, onMore]);
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-3 border-t px-4 py-2 text-xs text-muted">
      <span role="status" className="figures">
        {shown === 0 ? "Nothing found yet" : `${format.counted(shown, "job")} found`}, searched as far as <Time at={until} />
      </span>
      {active ? (
        <Button size="small" onClick={() => setSearching(null)}>
          Stop searching
        </Button>
      ) : (
        <Button size="small" kind="primary" busy={busy} onClick={() => setSearching(shown)}>
          Go on
        </Button>
      )}
    </div>
  );
}
