// The form of a new key: what it is for, what it may do, and for how long.
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { CheckboxList } from "~/components/checkbox-list";
import { Dialog } from "~/components/dialog";
import { Field, Select, TextField } from "~/components/field";
import { Problem } from "~/components/problem";
import { RadioCards } from "~/components/radio-cards";
import { KINDS, LIVES, SCOPES } from "~/pages/keys/words";
import { type Kind, type NewKey, SCOPES_OF } from "~/services/keys";
import type { Scope } from "~/services/me";

interface KeyFormProps {
  /** What the caller may give away: what they have. */
  may: (scope: Scope) => boolean;
  onSave: (key: NewKey) => Promise<unknown>;
  onClose: () => void;
}

export function KeyForm({ may, onSave, onClose }: KeyFormProps) {
  const id = useId();
  const offered = (kind: Kind) => SCOPES_OF[kind].filter(may);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("client");
  const [scopes, setScopes] = useState<Scope[]>(offered("client"));
  const [life, setLife] = useState<(typeof LIVES)[number]["value"]>("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ApiError | null>(null);
  const wrong = (field: string) => (refused?.field?.split(".")[0] === field ? refused.sentence : null);
  const become = (chosen: Kind) => {
    setKind(chosen);
    setScopes(offered(chosen));
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefused(null);
    if (scopes.length === 0) return setRefused(new ApiError(0, "page", "choose at least one scope", "scopes"));
    setBusy(true);
    const expires = life ? new Date(Date.now() + Number(life) * 1000).toISOString() : null;
    return onSave({ name: name.trim(), kind, scopes, expires_at: expires })
      .catch((error: unknown) => setRefused(ApiError.of(error)))
      .finally(() => setBusy(false));
  };

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="New key"
      acts={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" form={id} kind="primary" busy={busy}>
            Make it
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate className="space-y-5 pt-1">
        <TextField
          label="Name"
          hint="What will use it: you will know it by this, and jobs say which key sent them."
          maxLength={100}
          autoComplete="off"
          placeholder="billing service"
          value={name}
          error={wrong("name")}
          onChange={(event) => setName(event.target.value)}
        />
        <RadioCards legend="Kind" options={KINDS.filter(({ value }) => offered(value).length > 0)} value={kind} onChange={become} />
        <CheckboxList
          legend="It may"
          options={offered(kind).map((scope) => ({ value: scope, about: SCOPES[scope] }))}
          chosen={scopes}
          onChange={setScopes}
          error={wrong("scopes")}
        />
        <Field label="Expires" error={wrong("expires_at")}>
          {(tied) => <Select {...tied} className="w-44" options={LIVES} value={life} onChange={setLife} />}
        </Field>
        <Problem error={refused} told={["name", "scopes", "expires_at"]} />
      </form>
    </Dialog>
  );
}
