// An address and a password: to sign in, or to make an account, which shows the first key once.
import { useState } from "react";
import { Button } from "~/components/button";
import { CopyButton } from "~/components/copy-button";
import { TextField } from "~/components/field";
import { useAsking } from "~/hooks/use-asking";
import { Form } from "~/pages/auth/form";
import * as accounts from "~/services/accounts";

const SHORTEST = 8; // characters, as the service asks

interface PasswordFormProps {
  mode: "sign-in" | "register";
  onIn: () => void;
}

export function PasswordForm({ mode, onIn }: PasswordFormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [firstKey, setFirstKey] = useState<string | null>(null);
  const asking = useAsking();
  const registers = mode === "register";

  const enter = async () => {
    if (registers) return setFirstKey((await accounts.register(email, password)).key);
    await accounts.logIn(email, password);
    return onIn();
  };

  if (firstKey !== null) return <FirstKey secret={firstKey} onIn={onIn} />;
  return (
    <Form asking={asking} act={enter} verb={registers ? "Make the account" : "Sign in"} told={["email", "password"]}>
      <TextField
        label="Mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        error={asking.wrong("email")}
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
        error={asking.wrong("password")}
        onChange={(event) => setPassword(event.target.value)}
      />
    </Form>
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
