// Keys: who may call the service for this tenant, and what for.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { KeyRound, Lock, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "~/components/button";
import { EmptyState } from "~/components/nothing-here";
import { Loaded, Page } from "~/components/page";
import { Table } from "~/components/table";
import { useAct } from "~/hooks/use-act";
import { columns } from "~/pages/keys/columns";
import { Fresh } from "~/pages/keys/fresh-key";
import { KeyForm } from "~/pages/keys/key-form";
import { WhoCalls } from "~/pages/keys/who-calls";
import * as keys from "~/services/keys";
import { useMe } from "~/session/use-me";

const route = getRouteApi("/keys");

export default function KeysPage() {
  const { make } = route.useSearch();
  const navigate = useNavigate({ from: "/keys" });
  const { data: me, may } = useMe();
  const [fresh, setFresh] = useState<keys.FreshKey | null>(null);
  const mayManage = may("keys:manage");
  const begin = () => void navigate({ search: { make: true } });
  const close = () => navigate({ search: {} });
  const create = useAct({ act: keys.create, changes: [keys.KEY], quiet: true });
  const save = async (key: keys.NewKey) => {
    setFresh(await create.mutateAsync(key));
    await close();
  };
  return (
    <Page
      title="Keys"
      about="A key lets a service call for this tenant. What it may do is said when it is made."
      acts={mayManage && <New onPress={begin} />}
    >
      <div className="space-y-4">
        <WhoCalls me={me} />
        <div className="card overflow-hidden">
          {mayManage ? <List own={me?.who.kind === "key" ? me.who.id : null} onMade={setFresh} onNew={begin} /> : <NotYours />}
        </div>
      </div>
      {make && mayManage && <KeyForm may={may} onSave={save} onClose={() => void close()} />}
      {fresh && <Fresh made={fresh} onClose={() => setFresh(null)} />}
    </Page>
  );
}

interface ListProps {
  own: string | null;
  onMade: (made: keys.FreshKey) => void;
  onNew: () => void;
}

function List({ own, onMade, onNew }: ListProps) {
  const query = useQuery(keys.list());
  const shown = useMemo(() => columns(own, onMade), [own, onMade]);
  return (
    <Loaded query={query} what="The keys could not be read">
      {({ data: found }) =>
        found.length === 0 ? (
          <EmptyState icon={KeyRound} title="No key yet" act={<New onPress={onNew} />}>
            Make one for each service that calls, so that each can be ended alone. A key is shown once.
          </EmptyState>
        ) : (
          <Table label="Keys" columns={shown} rows={found} rowKey={(key) => key.id} />
        )
      }
    </Loaded>
  );
}

function New({ onPress }: { onPress: () => void }) {
  return (
    <Button kind="primary" icon={Plus} onClick={onPress}>
      New key
    </Button>
  );
}

function NotYours() {
  return (
    <EmptyState icon={Lock} title="Your key may not see keys">
      That takes the scope <code>keys:manage</code>: sign in with your password, or use a key of the kind admin.
    </EmptyState>
  );
}
