// A key that was pasted: it stays in this browser's tabs, and is forgotten with the last of them.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "~/components/field";
import { useAsking } from "~/hooks/use-asking";
import { Form } from "~/pages/auth/form";
import * as me from "~/services/me";
import { session } from "~/session/session";

export function KeyForm({ onIn }: { onIn: () => void }) {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const asking = useAsking();

  const enter = async () => {
    session.takeKey(key.trim());
    await client.fetchQuery({ ...me.show(`trying ${Date.now()}`), retry: false });
    onIn();
  };

  return (
    <Form asking={{ ...asking, problem: null }} act={enter} verb="Use this key">
      <TextField
        label="API key"
        type="password"
        name="key"
        autoComplete="off"
        required
        hint="Kept in this browser until its tabs are closed. What it may not do is not offered."
        value={key}
        error={asking.problem?.sentence}
        onChange={(event) => setKey(event.target.value)}
      />
    </Form>
  );
}
