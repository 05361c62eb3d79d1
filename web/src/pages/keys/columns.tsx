// What a row of the keys page shows.
import { Badge } from "~/components/state-badge";
import type { Column } from "~/components/table";
import { Time } from "~/components/time";
import { Acts } from "~/pages/keys/acts";
import { lives, type Standing, standing, TONES } from "~/pages/keys/standing";
import { type FreshKey, type Key, SCOPES_OF } from "~/services/keys";

/** `own`: the id of the key that the page calls with; `now`: ms since 1970; `onMade`: what a rotation made. */
export function columns(own: string | null, now: number, onMade: (made: FreshKey) => void): readonly Column<Key>[] {
  return [
    {
      key: "name",
      title: "Name",
      phone: "main",
      width: "minmax(10rem, 2fr)",
      cell: (held) => (
        <>
          <span className="flex items-center gap-2">
            <span className="truncate font-medium" title={held.name}>
              {held.name}
            </span>
            {held.id === own && <Badge tone="accent">you use it</Badge>}
          </span>
          <code className="block truncate text-xs text-muted">{held.key_prefix}…</code>
        </>
      ),
    },
    { key: "status", title: "Status", phone: "side", width: "6.5rem", cell: (held) => <Status word={standing(held, now)} /> },
    { key: "kind", title: "Kind", width: "5rem", cell: (held) => held.kind },
    { key: "scopes", title: "May", width: "minmax(9rem, 1.5fr)", cell: (held) => <Scopes held={held} /> },
    { key: "created", title: "Created", width: "8rem", cell: (held) => <Time at={held.created_at} /> },
    { key: "expires", title: "Expires", width: "8rem", cell: (held) => (held.expires_at ? <Time at={held.expires_at} /> : <span className="text-muted">never</span>) },
    { key: "used", title: "Last used", width: "8rem", cell: (held) => (held.last_used_at ? <Time at={held.last_used_at} /> : <span className="text-muted">never</span>) },
    { key: "acts", title: "Acts", phone: "acts", width: "7.5rem", align: "end", cell: (held) => lives(standing(held, now)) ? <Acts held={held} own={held.id === own} onMade={onMade} /> : null },
  ];
}

function Status({ word }: { word: Standing }) {
  return <Badge tone={TONES[word]}>{word}</Badge>;
}

/** All that its kind may do is said in a word. */
function Scopes({ held: { kind, scopes } }: { held: Key }) {
  const all = SCOPES_OF[kind].every((scope) => scopes.includes(scope));
  const said = scopes.join(", ");
  return <span title={said}>{all ? `all that a ${kind} may` : said}</span>;
}
