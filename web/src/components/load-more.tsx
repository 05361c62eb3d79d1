// The end of a list: how much is shown, and more of it, by a button or by reaching it.
import { useEffect, useRef } from "react";
import { Button } from "~/components/button";
import * as format from "~/format";

interface LoadMoreProps {
  shown: number;
  /** How many there are in all, where that is known. */
  total?: number;
  /** There may be more than `total`: counting ended there. */
  atLeast?: boolean;
  /** What they are, in the singular: `job`. */
  noun: string;
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
}

export function LoadMore({ shown, total, atLeast, noun, hasMore, busy, onMore }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore || busy) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current(), { rootMargin: "400px" });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, busy]);
  return (
    <div ref={end} className="flex min-h-11 items-center justify-between gap-3 border-t px-4 py-2 text-xs text-muted">
      <span className="figures" role="status">
        {format.counted(shown, noun)}
        {total !== undefined && total > shown && ` of ${format.count(total)}${atLeast ? "+" : ""}`}
      </span>
      {hasMore && (
        <Button size="small" busy={busy} onClick={onMore}>
          Show more
        </Button>
      )}
    </div>
  );
}
