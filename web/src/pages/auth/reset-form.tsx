// The end of a link that sets a new password.
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/error";
import { Button, buttonLook } from "~/components/button";
import { TextField } from "~/components/field";
import { Problem } from "~/pages/auth/problem";
import * as accounts from "~/services/accounts";

export function ResetForm({ token }: { token: string }) {
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      setDone(await accounts.resetPassword(token, password));
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  if (done)
    return (
      <div className="space-y-4">
        <p role="status">{done}</p>
        <Link to="/auth" search={{}} className={buttonLook({ kind: "primary", size: "large", className: "w-full" })}>
          Sign in
        </Link>
      </div>
    );
  return (
    <form onSubmit={submit} className="space-y-4">
      <TextField
        label="New password"
        type="password"
        name="password"
        autoComplete="new-password"
        required
        minLength={8}
        hint="At least 8 characters. Every session of yours ends."
        value={password}
        error={problem?.field === "password" ? problem.sentence : null}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem && problem.field !== "password" && <Problem error={problem} />}
      <Button type="submit" kind="primary" size="large" busy={busy} className="w-full">
        Set the password
      </Button>
    </form>
  );
}
