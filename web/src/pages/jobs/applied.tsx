// What is filtered by beside the states, each of which can be taken away.
import { Button } from "~/components/button";
import { FilterChip } from "~/components/filter-bar";
import { inWords } from "~/pages/jobs/moments";
import { isNarrow } from "~/pages/jobs/search";
import { tagsOf, without } from "~/pages/jobs/tags";
import type { Filters } from "~/services/jobs";

interface AppliedProps {
  filters: Filters;
  onChange: (change: Filters) => void;
  onClear: () => void;
}

export function Applied({ filters, onChange, onClear }: AppliedProps) {
  if (!isNarrow(filters)) return null;
  const { type, queue, tags, q } = filters;
  const created = inWords(filters, "created");
  const ended = inWords(filters, "finished");
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {type && <Chip name="type" shown={`type: ${type}`} onRemove={() => onChange({ type: undefined })} />}
      {queue && <Chip name="queue" shown={`queue: ${queue}`} onRemove={() => onChange({ queue: undefined })} />}
      {tagsOf(tags).map((tag) => (
        <Chip key={tag} name={`tag ${tag}`} shown={`tag: ${tag}`} onRemove={() => onChange({ tags: without(tags, tag) })} />
      ))}
      {created && <Chip name="created" shown={created} onRemove={() => onChange(NONE_OF.created)} />}
      {ended && <Chip name="ended" shown={ended} onRemove={() => onChange(NONE_OF.finished)} />}
      {q && <Chip name="text" shown={`text: ${q}`} onRemove={() => onChange({ q: undefined })} />}
      <Button size="small" kind="quiet" onClick={onClear}>
        Clear all filters
      </Button>
    </div>
  );
}

const NONE_OF: Record<"created" | "finished", Filters> = {
  created: { created_after: undefined, created_before: undefined, created_last: undefined },
  finished: { finished_after: undefined, finished_before: undefined, finished_last: undefined },
};

function Chip({ name, shown, onRemove }: { name: string; shown: string; onRemove: () => void }) {
  return (
    <FilterChip name={name} onRemove={onRemove}>
      {shown}
    </FilterChip>
  );
}
