// Account: who uses the page, what they may do, and the way out.
import { useNavigate } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { Button } from "~/components/button";
import { Card, Stat, Stats } from "~/components/card";
import { Page } from "~/components/page";
import { Badge } from "~/components/state-badge";
import type { Me } from "~/services/me";
import { session } from "~/session/session";
import { useCredentials, useMe } from "~/session/use-me";

export default function AccountPage() {
  const { data: me } = useMe();
  const credentials = useCredentials();
  const navigate = useNavigate();
  const leave = async () => {
    await session.signOut();
    await navigate({ to: "/auth", search: {} });
  };
  const out = credentials.kind !== "none" && (
    <Button icon={LogOut} onClick={leave}>
      {credentials.kind === "key" ? "Forget the key" : "Sign out"}
    </Button>
  );
  return (
    <Page title="Account" about="Who you are to this service, and what you may do." acts={out}>
      {me && <Who me={me} />}
    </Page>
  );
}

const KINDS: Record<Me["who"]["kind"], string> = {
  open: "anybody: the service asks for no key",
  key: "a key",
  session: "a person",
  static: "a key of whoever runs the service",
};

function Who({ me }: { me: Me }) {
  return (
    <div className="grid gap-4">
      <Card>
        <Stats>
          <Stat word name="You are" value={me.who.name || me.who.kind} note={KINDS[me.who.kind]} />
          <Stat word name="Tenant" value={me.tenant} />
          <Stat word name="Environment" value={me.environment} />
          <Stat word name="Version" value={me.version} />
        </Stats>
      </Card>
      <Card title="What you may do">
        <ul className="flex flex-wrap gap-2">
          {me.scopes.map((scope) => (
            <li key={scope}>
              <Badge tone="accent">{scope}</Badge>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
