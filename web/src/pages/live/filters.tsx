// What narrows the feed: kinds by a press, type and queue out of those that came by, and text.
import { Combobox } from "~/components/combobox";
import { FilterBar, SearchField } from "~/components/filter-bar";
import { classes } from "~/lib/classes";
import type { Entry } from "~/pages/live/feed";
import { EVENT_LOOK, EVENTS, type Event } from "~/pages/live/look";
import { chosen, type LiveSearch, written } from "~/pages/live/search";

interface FiltersProps {
  search: LiveSearch;
  /** What came by, from which names are offered. */
  entries: readonly Entry[];
  onChange: (change: LiveSearch) => void;
}

export function Filters({ search, entries, onChange }: FiltersProps) {
  const jobs = entries.flatMap(({ event }) => ("job_id" in event ? [event.payload.job] : []));
  return (
    <>
      <Kinds kinds={chosen(search.kinds)} onChange={(kinds) => onChange({ kinds: written(kinds) })} />
      <FilterBar>
        <SearchField label="Search id, type, error or worker" value={search.q ?? ""} onChange={(q) => onChange({ q: q || undefined })} />
        <div className="flex gap-2 max-sm:w-full">
          <Combobox
            aria-label="Type"
            className="w-44 max-sm:flex-1"
            options={names(jobs.map((job) => job.type))}
            value={search.type ?? ""}
            onChange={(type) => onChange({ type: type || undefined })}
            placeholder="Every type"
            none="Every type"
            free
          />
          <Combobox
            aria-label="Queue"
            className="w-44 max-sm:flex-1"
            options={names(jobs.map((job) => job.queue_name))}
            value={search.queue ?? ""}
            onChange={(queue) => onChange({ queue: queue || undefined })}
            placeholder="Every queue"
            none="Every queue"
            free
          />
        </div>
      </FilterBar>
    </>
  );
}

function Kinds({ kinds, onChange }: { kinds: ReadonlySet<Event>; onChange: (kinds: ReadonlySet<Event>) => void }) {
  const toggle = (kind: Event) => {
    const next = new Set(kinds);
    if (!next.delete(kind)) next.add(kind);
    onChange(next);
  };
  return (
    <div role="group" aria-label="Kinds of events" className="mb-2 flex flex-wrap gap-1.5">
      {EVENTS.map((kind) => {
        const { label, icon: Icon, badge } = EVENT_LOOK[kind];
        const on = kinds.has(kind);
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={on}
            onClick={() => toggle(kind)}
            className={classes(
              "inline-flex h-8 items-center gap-1.5 rounded-full border px-3 text-xs font-medium",
              on ? classes("border-current", badge) : "bg-surface text-muted hover:bg-hover hover:text-text",
            )}
          >
            <Icon aria-hidden className="size-3.5" />
            {label}
          </button>
        );
      })}
    </div>
  );
}

function names(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
