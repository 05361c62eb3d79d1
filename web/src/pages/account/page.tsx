// Account: who uses the page, what they may do, how the page looks, what service it is, and the way out.
import { useNavigate } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { Page } from "~/components/page";
import { Segmented } from "~/components/segmented";
import { type Theme, useTheme } from "~/hooks/use-theme";
import { OpenMode, Unverified } from "~/pages/account/notices";
import { Password } from "~/pages/account/password";
import { Scopes } from "~/pages/account/scopes";
import { Service } from "~/pages/account/service";
import { Who } from "~/pages/account/who";
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
      {me && (
        <div className="grid gap-4">
          {me.who.verified === false && me.who.name && <Unverified email={me.who.name} />}
          {me.who.kind === "open" && <OpenMode me={me} />}
          <Who me={me} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Scopes scopes={me.scopes} />
            <div className="grid gap-4">
              {me.who.kind === "session" && me.who.name && <Password email={me.who.name} mail={me.features.mail} />}
              <Look />
              <Service me={me} />
            </div>
          </div>
        </div>
      )}
    </Page>
  );
}

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function Look() {
  const [theme, choose] = useTheme();
  return (
    <Card title="Look">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">Kept in this browser. Until you choose, the page follows your system.</p>
        <Segmented label="Theme" options={THEMES} value={theme} onChange={choose} />
      </div>
    </Card>
  );
}
