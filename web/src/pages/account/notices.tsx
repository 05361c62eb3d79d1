// What somebody should know about their account before all else.
import { Link } from "@tanstack/react-router";
import { buttonLook } from "~/components/button";
import { Notice } from "~/components/notice";
import type { Me } from "~/services/me";

export function Unverified({ email }: { email: string }) {
  return (
    <Notice tone="warn" title={`${email} is not verified`}>
      Open the link in the mail that came when you registered; it works for three days. If it is lost, set a new password below: the
      link that comes for that verifies the address too.
    </Notice>
  );
}

/** What it means that nobody was asked for a key. */
export function OpenMode({ me }: { me: Me }) {
  const { accounts } = me.features;
  return (
    <Notice
      tone={me.environment === "production" ? "bad" : "warn"}
      title="This service is open"
      act={
        accounts && (
          <Link to="/auth" search={{ next: "/account" }} className={buttonLook({ size: "small" })}>
            Sign in
          </Link>
        )
      }
    >
      Whoever reaches its address may do everything that you may here, without a key: see payloads, make jobs, remove them. Good for
      your own machine. Before others reach it, whoever runs it sets <code>AUTH_MODE=keys</code>.
    </Notice>
  );
}
