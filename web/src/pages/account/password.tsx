// A new password, by a link that comes by mail: who only holds a session cannot take the account over.
import { Mail } from "lucide-react";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { useAct } from "~/hooks/use-act";
import * as accounts from "~/services/accounts";

interface PasswordProps {
  email: string;
  /** Whether mails go out. */
  mail: boolean;
}

export function Password({ email, mail }: PasswordProps) {
  const ask = useAct({ act: accounts.forgotPassword, changes: [] });
  return (
    <Card title="Password">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose min-w-0 flex-1 basis-60 text-muted">
          A link to set a new one goes to <span className="break-words text-text">{email}</span> and works for an hour. Setting it ends every session.
          {!mail && " This service sends no mail: whoever runs it finds the link in its outbox, or its log."}
        </p>
        {ask.data ? (
          <p role="status" className="font-medium text-good">
            {ask.data}
          </p>
        ) : (
          <Button icon={Mail} busy={ask.isPending} onClick={() => ask.mutate(email)}>
            Mail me a link
          </Button>
        )}
      </div>
    </Card>
  );
}
