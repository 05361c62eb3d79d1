// What narrows the feed: kinds by a press, type and queue out of those that came by, and text.
import { FilterBar, SearchField } from "~/components/filter-bar";
import { NameFilter } from "~/components/name-filter";
import { ToggleChip } from "~/components/toggle-chip";
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
          <NameFilter
            noun="type"
            className="w-44 max-sm:flex-1"
            names={names(jobs.map((job) => job.type))}
            value={search.type}
            onChange={(type) => onChange({ type })}
          />
          <NameFilter
            noun="queue"
            className="w-44 max-sm:flex-1"
            names={names(jobs.map((job) => job.queue_name))}
            value={search.queue}
            onChange={(queue) => onChange({ queue })}
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
    <div role="group" aria-label="Kinds of events" className="-mx-4 mb-2 flex gap-1.5 overflow-x-auto px-4 py-1 md:mx-0 md:flex-wrap md:px-0">
      {EVENTS.map((kind) => {
        const { label, icon, badge } = EVENT_LOOK[kind];
        return (
          <ToggleChip key={kind} pressed={kinds.has(kind)} onPress={() => toggle(kind)} icon={icon} badge={badge}>
            {label}
          </ToggleChip>
        );
      })}
    </div>
  );
}

function names(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
