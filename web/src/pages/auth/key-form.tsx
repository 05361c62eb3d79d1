// A key that was pasted: it stays in this browser's tabs, and is forgotten with the last of them.
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import * as me from "~/services/me";
import { session } from "~/session/session";

export function KeyForm({ onIn }: { onIn: () => void }) {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    session.takeKey(key.trim());
    try {
      await client.fetchQuery({ ...me.show(`trying ${Date.now()}`), retry: false });
      onIn();
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} className="space-y-4">
      <TextField
        label="API key"
        type="password"
        name="key"
        autoComplete="off"
        required
        hint="Kept in this browser until its tabs are closed. What it may not do is not offered."
        value={key}
        error={problem?.sentence}
        onChange={(event) => setKey(event.target.value)}
      />
      <Button type="submit" kind="primary" size="large" busy={busy} className="w-full">
        Use this key
      </Button>
    </form>
  );
}
