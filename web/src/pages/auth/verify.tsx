// The end of a link that verifies an address: a person presses, since programs that read mail follow links too.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "~/api/error";
import { Button, buttonLook } from "~/components/button";
import { Problem } from "~/pages/auth/problem";
import * as accounts from "~/services/accounts";

export function Verify({ token }: { token: string }) {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);

  const press = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setDone(await accounts.verify(token));
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="space-y-4">
      {done ? <p role="status">{done}</p> : <p>Press to say that this address is yours.</p>}
      {problem && <Problem error={problem} />}
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
