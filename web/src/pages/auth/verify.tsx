// The end of a link that verifies an address: a person presses, since programs that read mail follow links too.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, buttonLook } from "~/components/button";
import { Problem } from "~/components/problem";
import { useAsking } from "~/hooks/use-asking";
import * as accounts from "~/services/accounts";

export function Verify({ token }: { token: string }) {
  const [done, setDone] = useState<string | null>(null);
  const { busy, problem, ask } = useAsking();
  const press = () => ask(async () => setDone(await accounts.verify(token)));

  return (
    <div className="space-y-4">
      {done ? <p role="status">{done}</p> : <p>Press to say that this address is yours.</p>}
      <Problem error={problem} />
      {done ? (
        <Link to="/" className={buttonLook({ kind: "primary", size: "large", className: "w-full" })}>
          To the overview
        </Link>
      ) : (
        <Button kind="primary" size="large" busy={busy} className="w-full" onClick={press}>
          Verify
        </Button>
      )}
    </div>
  );
}
