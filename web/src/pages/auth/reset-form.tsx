// The end of a link that sets a new password.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { buttonLook } from "~/components/button";
import { TextField } from "~/components/field";
import { useAsking } from "~/hooks/use-asking";
import { Form } from "~/pages/auth/form";
import * as accounts from "~/services/accounts";

export function ResetForm({ token }: { token: string }) {
  const [password, setPassword] = useState("");
  const [done, setDone] = useState<string | null>(null);
  const asking = useAsking();

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
    <Form asking={asking} act={async () => setDone(await accounts.resetPassword(token, password))} verb="Set the password" told={["password"]}>
      <TextField
        label="New password"
        type="password"
        name="password"
        autoComplete="new-password"
        required
        minLength={8}
        hint="At least 8 characters. Every session of yours ends."
        value={password}
        error={asking.wrong("password")}
        onChange={(event) => setPassword(event.target.value)}
      />
    </Form>
  );
}
