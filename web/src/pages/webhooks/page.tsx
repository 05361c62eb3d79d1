// Webhooks: which addresses are told what, and whether they heard it.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/button";
import { Listed } from "~/components/listed";
import { EmptyState } from "~/components/nothing-here";
import { Page } from "~/components/page";
import { useAct } from "~/hooks/use-act";
import { COLUMNS } from "~/pages/webhooks/columns";
import { WebhookSecret } from "~/pages/webhooks/verify";
import { WebhookForm } from "~/pages/webhooks/webhook-form";
import * as webhooks from "~/services/webhooks";
import { useMay } from "~/session/use-me";

const route = getRouteApi("/webhooks");

export default function WebhooksPage() {
  const { make } = route.useSearch();
  const navigate = useNavigate({ from: "/webhooks" });
  const query = useQuery(webhooks.list());
  const mayManage = useMay("jobs:manage");
  const begin = () => void navigate({ search: { make: true } });
  return (
    <Page
      title="Webhooks"
      about="Other services that are told when something happens to a job, signed, and again until they took it."
      acts={mayManage && <New onPress={begin} />}
    >
      <Listed
        label="Webhooks"
        query={query}
        what="The webhooks could not be read"
        columns={COLUMNS}
        rowKey={(hook) => hook.id}
        onOpen={({ id }) => void navigate({ to: "/webhooks/$id", params: { id } })}
        none={
          <EmptyState icon={Webhook} title="Nobody is told yet" act={mayManage && <New onPress={begin} />}>
          Name an address of yours that should hear when jobs complete, fail or die.
        </EmptyState>
        }
      />
      {make && mayManage && <Make />}
    </Page>
  );
}

function New({ onPress }: { onPress: () => void }) {
  return (
    <Button kind="primary" icon={Plus} onClick={onPress}>
      New webhook
    </Button>
  );
}

/** The form, and then the secret: only whoever closes that goes on. */
function Make() {
  const navigate = useNavigate({ from: "/webhooks" });
  const [made, setMade] = useState<webhooks.WithSecret | null>(null);
  const create = useAct({ act: webhooks.create, changes: [webhooks.KEY], quiet: true });
  if (made)
    return (
      <WebhookSecret
        title="The webhook is made"
        secret={made.secret}
        onClose={() => void navigate({ to: "/webhooks/$id", params: { id: made.id } })}
      />
    );
  return (
    <WebhookForm
      title="New webhook"
      verb="Make it"
      onSave={async (webhook) => setMade(await create.mutateAsync(webhook))}
      onClose={() => void navigate({ search: {} })}
    />
  );
}
