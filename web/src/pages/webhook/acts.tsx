// What may be done with a webhook: a test, a new secret, off and on, away.
import { useNavigate } from "@tanstack/react-router";
import { KeyRound, Pencil, Power, PowerOff, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "~/components/button";
import { ConfirmDialog } from "~/components/dialog";
import { useAct } from "~/hooks/use-act";
import { WebhookSecret } from "~/pages/webhooks/verify";
import * as webhooks from "~/services/webhooks";

export function Acts({ hook }: { hook: webhooks.Webhook }) {
  const navigate = useNavigate({ from: "/webhooks/$id" });
  return (
    <>
      {hook.enabled && <Test hook={hook} />}
      <Switch hook={hook} />
      <Button icon={Pencil} onClick={() => void navigate({ search: (now) => ({ ...now, edit: true }) })}>
        Edit
      </Button>
      <span className="flex gap-2">
        <Rotate hook={hook} />
        <Remove hook={hook} />
      </span>
    </>
  );
}

/** Sends one, and opens it: what comes of it is seen there as it happens. */
function Test({ hook }: { hook: webhooks.Webhook }) {
  const navigate = useNavigate({ from: "/webhooks/$id" });
  const test = useAct({ act: webhooks.test, changes: [webhooks.KEY] });
  const send = () => test.mutate(hook.id, { onSuccess: ({ id }) => void navigate({ search: { delivery: id } }) });
  return (
    <Button kind="primary" icon={Send} busy={test.isPending} onClick={send}>
      Send a test
    </Button>
  );
}

function Switch({ hook: { id, url, enabled } }: { hook: webhooks.Webhook }) {
  const change = useAct({
    act: () => webhooks.change(id, { enabled: !enabled }),
    done: () => (enabled ? `${url} is told nothing more` : `${url} is told again`),
    changes: [webhooks.KEY],
    quiet: true,
  });
  const verb = enabled ? "Disable" : "Enable";
  return (
    <ConfirmDialog
      trigger={
        <Button kind={enabled ? "plain" : "primary"} icon={enabled ? PowerOff : Power}>
          {verb}
        </Button>
      }
      title={`${verb} this webhook?`}
      verb={`${verb} it`}
      onConfirm={() => change.mutateAsync()}
    >
      {enabled
        ? "It is told nothing more, and what waits to be sent is skipped."
        : "It is told what happens from now on. What happened while it was disabled is not told."}
    </ConfirmDialog>
  );
}

function Rotate({ hook: { id } }: { hook: webhooks.Webhook }) {
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = useAct({ act: webhooks.rotateSecret, changes: [webhooks.KEY], quiet: true });
  return (
    <>
      <ConfirmDialog
        trigger={<IconButton kind="plain" icon={KeyRound} label="Rotate the secret" />}
        title="Rotate the secret?"
        verb="Make a new one"
        onConfirm={async () => setSecret((await rotate.mutateAsync(id)).secret)}
      >
        A new secret is made and shown once. For a day calls are signed by both, so the receiver can change over without losing any.
      </ConfirmDialog>
      {secret && <WebhookSecret title="The new secret" secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

function Remove({ hook: { id, url } }: { hook: webhooks.Webhook }) {
  const navigate = useNavigate();
  const remove = useAct({
    act: webhooks.remove,
    done: () => `${url} is deleted`,
    changes: [[...webhooks.KEY, "list"]],
    quiet: true,
  });
  return (
    <ConfirmDialog
      danger
      trigger={<IconButton kind="plain" icon={Trash2} label="Delete" />}
      title="Delete this webhook?"
      verb="Delete it"
      onConfirm={async () => {
        await remove.mutateAsync(id);
        await navigate({ to: "/webhooks" });
      }}
    >
      <span className="break-all">{url}</span> is told nothing more, and its deliveries are forgotten. This cannot be taken back:
      disable it instead to keep them.
    </ConfirmDialog>
  );
}
