// A key that was just made: shown this once, with a line that uses it.
import { API_URL } from "~/api/address";
import { CopyButton } from "~/components/copy-button";
import { SecretDialog } from "~/components/secret-dialog";
import type { FreshKey } from "~/services/keys";

export function Fresh({ made, onClose }: { made: FreshKey; onClose: () => void }) {
  const line = `curl -H "Authorization: Bearer ${made.key}" ${API_URL}/api/v1/me`;
  return (
    <SecretDialog title={`The key ${made.name}`} noun="key" secret={made.key} onClose={onClose}>
      <div className="mt-4 mb-1 flex items-center justify-between gap-2">
        <p>This says who it is for the service:</p>
        <CopyButton text={line} label="Copy the line" />
      </div>
      <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-sunken p-3 text-xs leading-5">
        {line}
      </pre>
    </SecretDialog>
  );
}
