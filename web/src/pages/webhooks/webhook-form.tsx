// The form of a webhook: where, what of, and under which secret.
import { useState } from "react";
import { ApiError } from "~/api/error";
import { CheckboxList } from "~/components/checkbox-list";
import { TextField } from "~/components/field";
import { FormDialog } from "~/components/form-dialog";
import { Problem } from "~/components/problem";
import { useAsking } from "~/hooks/use-asking";
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
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [events, setEvents] = useState(webhook?.events ?? [...USUAL]);
  const [secret, setSecret] = useState("");
  const { busy, problem, ask, wrong } = useAsking();

  const save = async () => {
    if (events.length === 0) throw new ApiError(0, "page", "choose at least one event", "events");
    await onSave({ url: url.trim(), description, events, ...(secret ? { secret } : {}) });
  };

  return (
    <FormDialog title={title} verb={verb} busy={busy} onSubmit={() => ask(save)} onClose={onClose}>
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
      <Problem error={problem} told={["url", "events", "description", "secret"]} />
    </FormDialog>
  );
}
