// The filters of the jobs page: beside the search on a desk, in a sheet on a phone.
import { useQuery } from "@tanstack/react-query";
import { CalendarClock, ListFilter, Tag } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "~/components/button";
import { Sheet } from "~/components/dialog";
import { Field, Select } from "~/components/field";
import { FilterBar, SearchField } from "~/components/filter-bar";
import { NameFilter } from "~/components/name-filter";
import { usePhone } from "~/hooks/use-media";
import { isNarrow, sortOf } from "~/pages/jobs/search";
import { TagFilter } from "~/pages/jobs/tag-filter";
import { TimeFilter } from "~/pages/jobs/time-filter";
import type { Filters, Sorting } from "~/services/jobs";
import * as queues from "~/services/queues";
import * as types from "~/services/types";

interface FiltersProps {
  filters: Filters;
  onChange: (change: Filters) => void;
}

const ORDERS: { value: Sorting; label: string }[] = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "-finished_at", label: "Latest end first" },
  { value: "finished_at", label: "Earliest end first" },
];

export function JobFilters({ filters, onChange }: FiltersProps) {
  const phone = usePhone();
  return (
    <FilterBar>
      <SearchField label="Search id, payload or error" value={filters.q ?? ""} onChange={(q) => onChange({ q: q.slice(0, 200).trim() || undefined })} />
      {phone ? <InSheet filters={filters} onChange={onChange} /> : <Beside filters={filters} onChange={onChange} />}
    </FilterBar>
  );
}

function Beside({ filters, onChange }: FiltersProps) {
  return (
    <>
      <TypeChoice className="w-44" filters={filters} onChange={onChange} />
      <QueueChoice className="w-36" filters={filters} onChange={onChange} />
      <Floating icon={CalendarClock} label="Time">
        <TimeFilter filters={filters} onChange={onChange} />
      </Floating>
      <Floating icon={Tag} label="Tag">
        <TagFilter tags={filters.tags} onChange={(tags) => onChange({ tags })} />
      </Floating>
    </>
  );
}

function InSheet({ filters, onChange }: FiltersProps) {
  const [open, setOpen] = useState(false);
  const { status: _, q: __, ...others } = filters;
  return (
    <>
      <Button icon={ListFilter} kind={isNarrow(others) ? "primary" : "plain"} onClick={() => setOpen(true)}>
        Filters
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title="Filters" acts={<Button kind="primary" onClick={() => setOpen(false)}>Show the jobs</Button>}>
        <div className="space-y-4">
          <Field label="Order">
            {(tied) => (
              <Select className="w-full" {...tied} options={ORDERS} value={sortOf(filters)} onChange={(sort) => onChange({ sort })} />
            )}
          </Field>
          <Field label="Type">{(tied) => <TypeChoice tied={tied} filters={filters} onChange={onChange} />}</Field>
          <Field label="Queue">{(tied) => <QueueChoice tied={tied} filters={filters} onChange={onChange} />}</Field>
          <TimeFilter filters={filters} onChange={onChange} />
          <TagFilter tags={filters.tags} onChange={(tags) => onChange({ tags })} />
        </div>
      </Sheet>
    </>
  );
}

interface ChoiceProps extends FiltersProps {
  className?: string;
  tied?: { id: string };
}

function TypeChoice({ filters, onChange, tied, className }: ChoiceProps) {
  const names = useQuery(types.list()).data?.data.map((type) => type.name) ?? [];
  return <NameFilter {...tied} noun="type" className={className} names={names} value={filters.type} onChange={(type) => onChange({ type })} />;
}

function QueueChoice({ filters, onChange, tied, className }: ChoiceProps) {
  const names = useQuery(queues.list()).data?.map((queue) => queue.name) ?? [];
  return <NameFilter {...tied} noun="queue" className={className} names={names} value={filters.queue} onChange={(queue) => onChange({ queue })} />;
}

/** A window below its button, for what needs more than a line. */
function Floating({ icon, label, children }: { icon: typeof Tag; label: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon={icon}>{label}</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="end" sideOffset={4} collisionPadding={8} aria-label={label} className="floating z-50 w-72 animate-appear p-3">
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
