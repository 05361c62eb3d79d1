// What may be done with a key that works: another in its place, in time or at once, or none.
import { Ban, RefreshCw, Zap } from "lucide-react";
import { useState } from "react";
import { IconButton } from "~/components/button";
import { ConfirmDialog } from "~/components/dialog";
import { Field, Select } from "~/components/field";
import { useAct } from "~/hooks/use-act";
import { OVERLAPS } from "~/pages/keys/words";
import * as keys from "~/services/keys";

interface ActProps {
  held: keys.Key;
  /** It is the one that this page calls with. */
  own: boolean;
  onMade: (made: keys.FreshKey) => void;
}

export function Acts(props: ActProps) {
  return (
    <>
      <Rotate {...props} />
      {!props.own && <Replace {...props} />}
      <Revoke {...props} />
    </>
  );
}

function Rotate({ held, onMade }: ActProps) {
  const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number]["value"]>("86400");
  const rotate = useAct({ act: () => keys.rotate(held.id, Number(overlap)), changes: [keys.KEY], quiet: true });
  return (
    <ConfirmDialog
      trigger={<IconButton size="small" icon={RefreshCw} label={`Rotate ${held.name}`} />}
      title={`Rotate ${held.name}?`}
      verb="Make a new one"
      onConfirm={async () => onMade(await rotate.mutateAsync())}
    >
      <p className="mb-3">A key like it is made and shown once. Both work until the old one ends, so that whoever uses it can change over.</p>
      <Field label="The old one works for">
        {(tied) => <Select {...tied} className="w-36" options={OVERLAPS} value={overlap} onChange={setOverlap} />}
      </Field>
    </ConfirmDialog>
  );
}

/** Not of the key that this page calls with: the page would be signed out by it before the new one could be read. */
function Replace({ held, onMade }: ActProps) {
  const regenerate = useAct({ act: keys.regenerate, changes: [keys.KEY], quiet: true });
  return (
    <ConfirmDialog
      danger
      trigger={<IconButton size="small" icon={Zap} label={`Replace ${held.name} at once`} />}
      title={`Replace ${held.name} at once?`}
      verb="Replace it"
      onConfirm={async () => onMade(await regenerate.mutateAsync(held.id))}
    >
      For a key that leaked: a new one is made and shown once, and the old one works no longer. Whoever uses it is turned away until
      they have the new one.
    </ConfirmDialog>
  );
}

function Revoke({ held, own }: ActProps) {
  const revoke = useAct({ act: keys.revoke, done: () => `${held.name} works no longer`, changes: [keys.KEY], quiet: true });
  return (
    <ConfirmDialog
      danger
      trigger={<IconButton size="small" icon={Ban} label={`Revoke ${held.name}`} />}
      title={`Revoke ${held.name}?`}
      verb="Revoke it"
      onConfirm={() => revoke.mutateAsync(held.id)}
    >
      It works no longer, within a second, and whoever uses it is turned away. This cannot be taken back. {own && <Own />}
    </ConfirmDialog>
  );
}

function Own() {
  return <strong className="text-bad">You use this key: this page is signed out by it.</strong>;
}
