// Whether what is shown moves with what happens: the browser's network, the live stream, and when it last spoke.
import { Radio, RefreshCw, WifiOff } from "lucide-react";
import { Tooltip } from "~/components/tooltip";
import { useOnline } from "~/hooks/use-online";
import { useNow } from "~/hooks/use-now";
import { classes } from "~/lib/classes";
import * as format from "~/format";
import { live, type Condition } from "~/live/stream";
import { useStanding } from "~/live/use-live";

const LOOKS: Record<Condition, { word: string; dot: string }> = {
  open: { word: "Live", dot: "bg-good" },
  connecting: { word: "Connecting", dot: "bg-warn animate-pulse" },
  waiting: { word: "Reconnecting", dot: "bg-warn animate-pulse" },
  resting: { word: "Paused", dot: "bg-faint" },
  refused: { word: "Not live", dot: "bg-bad" },
  off: { word: "Not live", dot: "bg-faint" },
};

export function ConnectionState() {
  const standing = useStanding();
  const online = useOnline();
  const now = useNow();
  const { word, dot } = online ? LOOKS[standing.condition] : { word: "Offline", dot: "bg-bad" };
  const heard = standing.heardAt ? `Last heard of ${format.ago(standing.heardAt, now)}.` : "Nothing was heard yet.";
  const Icon = !online ? WifiOff : standing.condition === "open" ? Radio : RefreshCw;
  return (
    <Tooltip text={`${standing.reason ? `${standing.reason}. ` : ""}${heard}`}>
      <button
        type="button"
        data-condition={online ? standing.condition : "offline"}
        onClick={live.again}
        className="inline-flex h-8 items-center gap-1.5 rounded-lg px-2 text-xs text-muted hover:bg-hover"
      >
        <span aria-hidden className={classes("size-2 rounded-full", dot)} />
        <Icon aria-hidden className="size-3.5 sm:hidden" />
        <span role="status" className="max-sm:sr-only">
          {word}
        </span>
      </button>
    </Tooltip>
  );
}
