// What the dead letters are narrowed by.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Input } from "~/components/field";
import { FilterBar, SearchField } from "~/components/filter-bar";
import { NameFilter } from "~/components/name-filter";
import type { DeadSearch } from "~/pages/dead-letters/search";
import * as deadLetters from "~/services/dead-letters";
import * as queues from "~/services/queues";

interface FiltersProps {
  search: DeadSearch;
  onChange: (change: DeadSearch) => void;
  /** Types are offered from the groups, which rows alone know. */
  tables: boolean;
}

export function Filters({ search, onChange, tables }: FiltersProps) {
  const groups = useInfiniteQuery({ ...deadLetters.groups({}), enabled: tables });
  const names = useQuery(queues.list());
  const before = useId();
  const types = new Set(groups.data?.pages.flatMap((page) => page.data.map((group) => group.type)));
  return (
    <FilterBar>
      <div className="flex gap-2 phone:w-full">
        <NameFilter noun="type" className={SIZE} names={[...types].sort()} value={search.type} onChange={(type) => onChange({ type })} />
        <NameFilter
          noun="queue"
          className={SIZE}
          names={(names.data ?? []).map((queue) => queue.name)}
          value={search.queue}
          onChange={(queue) => onChange({ queue })}
        />
      </div>
      <SearchField label="Search errors" value={search.text ?? ""} onChange={(text) => onChange({ text: text || undefined })} />
      <div className="flex items-center gap-2 text-muted phone:w-full">
        <label htmlFor={before} className="whitespace-nowrap">
          Died before
        </label>
        <Input
          id={before}
          type="datetime-local"
          className="w-48 phone:min-w-0 phone:flex-1"
          value={search.before ? local(search.before) : ""}
          onChange={(event) => onChange({ before: instant(event.target.value) })}
        />
      </div>
    </FilterBar>
  );
}

const SIZE = "w-40 phone:w-auto phone:flex-1";

/** In the reader's zone, as the field wants it: `2026-11-22T14:03`. */
function local(before: string): string {
  const at = new Date(before);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function instant(typed: string): string | undefined {
  const at = new Date(typed);
  return typed && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}
