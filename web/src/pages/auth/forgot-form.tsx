// Asks for a link by mail; the answer is the same whether anybody has the address.
import { useState } from "react";
import { TextField } from "~/components/field";
import { useAsking } from "~/hooks/use-asking";
import { Form } from "~/pages/auth/form";
import * as accounts from "~/services/accounts";

export function ForgotForm() {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState<string | null>(null);
  const asking = useAsking();

  if (sent) return <p role="status">{sent}</p>;
  return (
    <Form asking={asking} act={async () => setSent(await accounts.forgotPassword(email))} verb="Send me a link" told={["email"]}>
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
    </Form>
  );
}
