// Moments, spans and numbers in the text of a page; moments go on counting, and show themselves exactly on hover.
import * as format from "~/format";
import { useNow } from "~/hooks/use-now";

/** `3 minutes ago`, with the exact moment on hover; a dash where there is none. */
export function Time({ at }: { at: string | number | null | undefined }) {
  const now = useNow();
  if (at === null || at === undefined) return <Nothing />;
  const exact = format.moment(at);
  return (
    <time dateTime={new Date(format.time(at)).toISOString()} title={exact} className="figures whitespace-nowrap">
      {format.ago(at, now)}
    </time>
  );
}

/** A span in milliseconds; a dash where there is none. */
export function Duration({ ms }: { ms: number | null | undefined }) {
  if (ms === null || ms === undefined) return <Nothing />;
  return <span className="figures whitespace-nowrap">{format.duration(ms)}</span>;
}

/** A count, short where it is long, exact on hover; a dash where there is none. */
export function Count({ value }: { value: number | null | undefined }) {
  if (value === null || value === undefined) return <Nothing />;
  return (
    <span className="figures" title={format.count(value)}>
      {format.compact(value)}
    </span>
  );
}

function Nothing() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
