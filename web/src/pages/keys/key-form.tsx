// The form of a new key: what it is for, what it may do, and for how long.
import { useState } from "react";
import { ApiError } from "~/api/error";
import { CheckboxList } from "~/components/checkbox-list";
import { Field, Select, TextField } from "~/components/field";
import { FormDialog } from "~/components/form-dialog";
import { Problem } from "~/components/problem";
import { RadioCards } from "~/components/radio-cards";
import { useAsking } from "~/hooks/use-asking";
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
  const offered = (kind: Kind) => SCOPES_OF[kind].filter(may);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("client");
  const [scopes, setScopes] = useState<Scope[]>(offered("client"));
  const [life, setLife] = useState<(typeof LIVES)[number]["value"]>("");
  const { busy, problem, ask, wrong } = useAsking();
  const become = (chosen: Kind) => {
    setKind(chosen);
    setScopes(offered(chosen));
  };

  const save = async () => {
    if (scopes.length === 0) throw new ApiError(0, "page", "choose at least one scope", "scopes");
    const expires = life ? new Date(Date.now() + Number(life) * 1000).toISOString() : null;
    await onSave({ name: name.trim(), kind, scopes, expires_at: expires });
  };

  return (
    <FormDialog wide title="New key" verb="Make it" busy={busy} onSubmit={() => ask(save)} onClose={onClose}>
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
      <Problem error={problem} told={["name", "scopes", "expires_at"]} />
    </FormDialog>
  );
}
