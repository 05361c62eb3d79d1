// Dead letters: what failed for good and waits for a person, by what killed it or one by one.
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { FilterX, PartyPopper } from "lucide-react";
import { buttonLook } from "~/components/button";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { Tabs } from "~/components/tabs";
import { Filters } from "~/pages/dead-letters/filters";
import { Groups } from "~/pages/dead-letters/groups";
import { LetterSheet } from "~/pages/dead-letters/letter-sheet";
import { Letters } from "~/pages/dead-letters/letters";
import { OneGroup } from "~/pages/dead-letters/one-group";
import { RunPanel } from "~/pages/dead-letters/run-panel";
import { type DeadSearch, filtersOf } from "~/pages/dead-letters/search";
import { useMay, useMe } from "~/session/use-me";

const route = getRouteApi("/dead-letters");

export default function DeadLettersPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/dead-letters" });
  const tables = useMe().data?.features.tables ?? true;
  const change = (given: DeadSearch) => void navigate({ search: (now) => ({ ...now, ...given }) });
  return (
    <Page title="Dead letters" about="Jobs that failed for good. Nothing leaves this list but by a person's act or by its age.">
      <RunPanel />
      <Filters search={search} onChange={change} tables={tables} />
      <Shown search={search} tables={tables} onChange={change} />
      {search.letter && <Sheet id={search.letter} onClose={() => change({ letter: undefined })} />}
    </Page>
  );
}

interface ShownProps {
  search: DeadSearch;
  tables: boolean;
  onChange: (change: DeadSearch) => void;
}

function Shown({ search, tables, onChange }: ShownProps) {
  const mayAct = useMay("jobs:manage");
  const filters = filtersOf(search);
  const common = { filters, mayAct, requeued: search.requeued ?? false, still: search.letter !== undefined };
  const none = Object.keys(filters).length > 0 ? <NoMatch /> : <NothingDead />;
  const letters = (
    <div className="card overflow-hidden">
      <Letters {...common} none={none} />
    </div>
  );
  if (!tables) return letters; // what reads alike is known by rows alone
  if (search.group) return <OneGroup key={search.group} group={search.group} {...common} />;
  return (
    <Tabs
      label="How the dead letters are shown"
      value={search.view ?? "groups"}
      onChange={(view) => onChange({ view: view === "letters" ? view : undefined })}
      tabs={[
        {
          name: "groups",
          label: "By error",
          content: (
            <div className="card overflow-hidden">
              <Groups filters={filters} mayAct={mayAct} none={none} />
            </div>
          ),
        },
        { name: "letters", label: "One by one", content: letters },
      ]}
    />
  );
}

function Sheet({ id, onClose }: { id: string; onClose: () => void }) {
  return <LetterSheet key={id} id={id} mayAct={useMay("jobs:manage")} onClose={onClose} />;
}

function NothingDead() {
  return (
    <EmptyState icon={PartyPopper} title="Nothing is dead">
      A job that has failed in all its attempts is kept here, with its payload and its error, until somebody requeues or drops it.
    </EmptyState>
  );
}

function NoMatch() {
  return (
    <EmptyState
      icon={FilterX}
      title="No dead letter matches"
      act={
        <Link to="/dead-letters" search={({ view, requeued }) => ({ view, requeued })} className={buttonLook()}>
          Take the filters away
        </Link>
      }
    >
      There may be others that these filters leave out.
    </EmptyState>
  );
}
