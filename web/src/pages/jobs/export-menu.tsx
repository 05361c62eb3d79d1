// All that match as a file, and how far it is.
import { Braces, Download as Arrow, Sheet as Spreadsheet, X } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useSyncExternalStore } from "react";
import { Button } from "~/components/button";
import { Progress } from "~/components/progress";
import * as format from "~/format";
import { download } from "~/pages/jobs/download";
import type { Filters, Format } from "~/services/jobs";

interface ExportMenuProps {
  filters: Filters;
  /** How many match, where that is known. */
  expected: number | null;
}

const KINDS = [
  { kind: "csv", icon: Spreadsheet, name: "CSV", about: "for spreadsheets" },
  { kind: "jsonl", icon: Braces, name: "JSON lines", about: "for programs" },
] as const satisfies readonly { kind: Format; icon: typeof Braces; name: string; about: string }[];

export function ExportMenu({ filters, expected }: ExportMenuProps) {
  const running = useSyncExternalStore(download.subscribe, download.current);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button icon={Arrow} busy={running !== null}>
          Export
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} collisionPadding={8} className="floating z-50 min-w-56 animate-appear p-1">
          <DropdownMenu.Label className="px-2.5 py-1.5 text-xs text-muted">All jobs that match, as a file</DropdownMenu.Label>
          {KINDS.map(({ kind, icon: Icon, name, about }) => (
            <DropdownMenu.Item
              key={kind}
              onSelect={() => void download.start(filters, kind, expected)}
              className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 outline-none data-[highlighted]:bg-hover"
            >
              <Icon aria-hidden className="size-4 text-muted" />
              {name} <span className="ml-auto text-xs text-muted">{about}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Nothing while nothing is downloaded. */
export function DownloadPanel() {
  const running = useSyncExternalStore(download.subscribe, download.current);
  if (!running) return null;
  const { name, rows, bytes, expected } = running;
  return (
    <section aria-label="Download" className="card mb-3 space-y-2.5 px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        <p className="figures min-w-0 truncate">
          <span className="font-medium">{name}</span>
          <span className="text-muted">
            {" "}
            {format.counted(rows, "job")}
            {expected !== null && ` of ${format.count(expected)}`}, {format.bytes(bytes)}
          </span>
        </p>
        <Button size="small" icon={X} onClick={download.stop}>
          Stop
        </Button>
      </div>
      {expected !== null && expected > 0 && <Progress label={`Downloading ${name}`} value={rows / expected} />}
    </section>
  );
}
