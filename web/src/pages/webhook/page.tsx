// A webhook: whether it works, what it hears of, and what it was told.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Notice } from "~/components/notice";
import { Loaded, Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import { Time } from "~/components/time";
import { UpLink } from "~/components/up-link";
import { useAct } from "~/hooks/use-act";
import { Acts } from "~/pages/webhook/acts";
import { Deliveries } from "~/pages/webhook/deliveries";
import { OnOrDisabled } from "~/pages/webhooks/columns";
import { WebhookForm } from "~/pages/webhooks/webhook-form";
import * as webhooks from "~/services/webhooks";
import { useMay } from "~/session/use-me";

const route = getRouteApi("/webhooks/$id");

export default function WebhookPage() {
  const { id } = route.useParams();
  const { edit } = route.useSearch();
  const query = useQuery(webhooks.show(id));
  const mayManage = useMay("jobs:manage");
  const hook = query.data;
  return (
    <Page
      title={hook ? host(hook.url) : "Webhook"}
      about={<UpLink to="/webhooks">All webhooks</UpLink>}
      acts={mayManage && hook && <Acts hook={hook} />}
    >
      <Loaded apart query={query} what="The webhook could not be read">
        {(found) => (
          <div className="space-y-4">
            <Disabled hook={found} />
            <About hook={found} />
            <Deliveries hook={found} />
            {edit && mayManage && <Edit hook={found} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Disabled({ hook }: { hook: webhooks.Webhook }) {
  if (hook.enabled) return null;
  return (
    <Notice tone={hook.disabled_reason ? "bad" : "warn"} title={hook.disabled_reason ? "The service disabled this webhook" : "This webhook is disabled"}>
      {hook.disabled_reason && <p>{hook.disabled_reason}</p>}
      <p>It is told nothing. Once it is enabled it hears of what happens from then on.</p>
    </Notice>
  );
}

function About({ hook }: { hook: webhooks.Webhook }) {
  return (
    <section aria-label="About it" className="card space-y-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <OnOrDisabled hook={hook} />
        <code className="min-w-0 text-xs break-all">{hook.url}</code>
      </div>
      {hook.description && <p>{hook.description}</p>}
      <ul aria-label="It hears of" className="flex flex-wrap gap-1.5">
        {hook.events.map((event) => (
          <li key={event}>
            <Badge>{event}</Badge>
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted">
        Made <Time at={hook.created_at} />, changed <Time at={hook.updated_at} />.
        {hook.previous_secret_expires_at && (
          <>
            {" "}
            Calls are signed by the older secret too; that ends <Time at={hook.previous_secret_expires_at} />.
          </>
        )}
      </p>
    </section>
  );
}

function Edit({ hook }: { hook: webhooks.Webhook }) {
  const navigate = useNavigate({ from: "/webhooks/$id" });
  const close = () => navigate({ search: (now) => ({ ...now, edit: undefined }) });
  const change = useAct({
    act: (fields: webhooks.Change) => webhooks.change(hook.id, fields),
    done: () => "The webhook is changed",
    changes: [webhooks.KEY],
    quiet: true,
  });
  const save = async ({ url, events, description }: webhooks.NewWebhook) => {
    await change.mutateAsync({ url, events, description });
    await close();
  };
  return <WebhookForm title="Edit the webhook" verb="Save" webhook={hook} onSave={save} onClose={() => void close()} />;
}

/** An address as a title; the whole of it stands below. */
function host(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
