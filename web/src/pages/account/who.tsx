// Who the service takes the caller for.
import { Card, Stat, Stats } from "~/components/card";
import { CopyButton } from "~/components/copy-button";
import type { Me } from "~/services/me";

const KINDS: Record<Me["who"]["kind"], string> = {
  open: "the service asks for no key",
  key: "a key",
  session: "a person, signed in",
  static: "a key of whoever runs the service",
};

export function Who({ me }: { me: Me }) {
  return (
    <Card>
      <Stats>
        <Stat word name="You are" value={me.who.name ?? (me.who.kind === "open" ? "anybody" : me.who.kind)} note={KINDS[me.who.kind]} />
        <Stat
          word
          name="Tenant"
          value={
            <span className="flex items-center gap-1">
              <span className="truncate" title={me.tenant}>
                {me.tenant}
              </span>
              <CopyButton text={me.tenant} label="Copy the tenant" />
            </span>
          }
          note={me.operator ? "that of whoever runs the service" : "whose jobs you see"}
        />
        <Stat word name="Plan" value={me.tier ?? "none"} note={me.tier ? undefined : "nothing is limited"} />
        <Stat word name="Session" value={LASTS[me.who.kind]} note={ENDS[me.who.kind]} />
      </Stats>
    </Card>
  );
}

const LASTS: Record<Me["who"]["kind"], string> = {
  open: "needs none",
  key: "as long as this tab",
  static: "as long as this tab",
  session: "as long as this tab",
};

const ENDS: Record<Me["who"]["kind"], string | undefined> = {
  open: undefined,
  key: "a closed tab forgets the key",
  static: "a closed tab forgets the key",
  session: "and thirty days at most",
};
