// Keys: who may call the service for this tenant, and what for.
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { KeyRound, Lock, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/button";
import { Listed } from "~/components/listed";
import { LoadMore } from "~/components/load-more";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { useAct } from "~/hooks/use-act";
import { useNow } from "~/hooks/use-now";
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
        {mayManage ? <List own={me?.who.kind === "key" ? me.who.id : null} onMade={setFresh} onNew={begin} /> : <NotYours />}
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
  const query = useInfiniteQuery(keys.list());
  const now = useNow();
  return (
    <Listed
      label="Keys"
      query={query}
      what="The keys could not be read"
      columns={columns(own, now, onMade)}
      rowKey={(key) => key.id}
      foot={
        query.hasNextPage && (
          <LoadMore
            noun="key"
            shown={query.data?.data.length ?? 0}
            total={query.data?.total}
            hasMore
            busy={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        )
      }
      none={
        <EmptyState icon={KeyRound} title="No key yet" act={<New onPress={onNew} />}>
          Make one for each service that calls, so that each can be ended alone. A key is shown once.
        </EmptyState>
      }
    />
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
    <div className="card">
      <EmptyState icon={Lock} title="Your key may not see keys">
        That takes the scope <code>keys:manage</code>: sign in with your password, or use a key of the kind admin.
      </EmptyState>
    </div>
  );
}
