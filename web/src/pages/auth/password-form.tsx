// An address and a password: to sign in, or to make an account, which shows the first key once.
import { type FormEvent, useState } from "react";
import { ApiError } from "~/api/error";
import { Button } from "~/components/button";
import { CopyButton } from "~/components/copy-button";
import { TextField } from "~/components/field";
import { Problem } from "~/pages/auth/problem";
import * as accounts from "~/services/accounts";

const SHORTEST = 8; // characters, as the service asks

interface PasswordFormProps {
  mode: "sign-in" | "register";
  onIn: () => void;
}

export function PasswordForm({ mode, onIn }: PasswordFormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [firstKey, setFirstKey] = useState<string | null>(null);
  const registers = mode === "register";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      if (registers) setFirstKey((await accounts.register(email, password)).key);
      else {
        await accounts.logIn(email, password);
        onIn();
      }
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  if (firstKey !== null) return <FirstKey secret={firstKey} onIn={onIn} />;
  const wrong = (field: string) => (problem?.field === field ? problem.sentence : null);
  return (
    <form onSubmit={submit} className="space-y-4">
      <TextField
        label="Mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        error={wrong("email")}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete={registers ? "new-password" : "current-password"}
        required
        minLength={registers ? SHORTEST : undefined}
        hint={registers ? `At least ${SHORTEST} characters; a sentence is best.` : undefined}
        value={password}
        error={wrong("password")}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem && !problem.field && <Problem error={problem} />}
      <Button type="submit" kind="primary" size="large" busy={busy} className="w-full">
        {registers ? "Make the account" : "Sign in"}
      </Button>
    </form>
  );
}

function FirstKey({ secret, onIn }: { secret: string; onIn: () => void }) {
  return (
    <div className="space-y-4">
      <p>
        Your account is made. This is its first key, for the services that send jobs. <strong>It is shown this once.</strong>
      </p>
      <div className="flex items-center gap-2 rounded-lg bg-sunken px-3 py-2">
        <code className="min-w-0 flex-1 text-xs break-all">{secret}</code>
        <CopyButton text={secret} label="Copy the key" />
      </div>
      <Button kind="primary" size="large" className="w-full" onClick={onIn}>
        I have kept it
      </Button>
    </div>
  );
}
