// The form of a webhook: where, what of, and under which secret.
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { CheckboxList } from "~/components/checkbox-list";
import { Dialog } from "~/components/dialog";
import { TextField } from "~/components/field";
import { Problem } from "~/components/problem";
import { EVENTS, USUAL } from "~/pages/webhooks/words";
import type { NewWebhook, Webhook } from "~/services/webhooks";

interface WebhookFormProps {
  title: string;
  verb: string;
  /** The one that is changed; its secret is changed by rotating it. */
  webhook?: Webhook;
  onSave: (webhook: NewWebhook) => Promise<unknown>;
  onClose: () => void;
}

export function WebhookForm({ title, verb, webhook, onSave, onClose }: WebhookFormProps) {
  const id = useId();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [events, setEvents] = useState(webhook?.events ?? [...USUAL]);
  const [secret, setSecret] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ApiError | null>(null);
  const wrong = (field: string) => (refused?.field?.split(".")[0] === field ? refused.sentence : null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefused(null);
    if (events.length === 0) return setRefused(new ApiError(0, "page", "choose at least one event", "events"));
    setBusy(true);
    return onSave({ url: url.trim(), description, events, ...(secret ? { secret } : {}) })
      .catch((error: unknown) => setRefused(ApiError.of(error)))
      .finally(() => setBusy(false));
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      acts={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" form={id} kind="primary" busy={busy}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate className="space-y-4 pt-1">
        <TextField
          label="Address"
          hint="On the public internet, http or https. It should answer 2xx within 15 seconds."
          type="url"
          autoComplete="off"
          placeholder="https://example.com/hooks/jobs"
          value={url}
          error={wrong("url")}
          onChange={(event) => setUrl(event.target.value)}
        />
        <CheckboxList legend="It hears of" options={EVENTS} chosen={events} onChange={setEvents} error={wrong("events")} />
        <TextField
          label="Description"
          maxLength={500}
          autoComplete="off"
          placeholder="what it is for"
          value={description}
          error={wrong("description")}
          onChange={(event) => setDescription(event.target.value)}
        />
        {!webhook && (
          <TextField
            label="Secret"
            hint="Leave it empty and one is made. Bring your own only for a receiver that has one already."
            type="password"
            autoComplete="off"
            value={secret}
            error={wrong("secret")}
            onChange={(event) => setSecret(event.target.value)}
          />
        )}
        <Problem error={refused} told={["url", "events", "description", "secret"]} />
      </form>
    </Dialog>
  );
}
