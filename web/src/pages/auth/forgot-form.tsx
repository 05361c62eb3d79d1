// Asks for a link by mail; the answer is the same whether anybody has the address.
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { TextField } from "~/components/field";
import { Problem } from "~/pages/auth/problem";
import * as accounts from "~/services/accounts";

export function ForgotForm() {
  const [email, setEmail] = useState("");
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      setSent(await accounts.forgotPassword(email));
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  if (sent) return <p role="status">{sent}</p>;
  return (
    <form onSubmit={submit} className="space-y-4">
      <TextField
        label="Mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        error={problem?.field === "email" ? problem.sentence : null}
        onChange={(event) => setEmail(event.target.value)}
      />
      {problem && !problem.field && <Problem error={problem} />}
      <Button type="submit" kind="primary" size="large" busy={busy} className="w-full">
        Send me a link
      </Button>
    </form>
  );
}
