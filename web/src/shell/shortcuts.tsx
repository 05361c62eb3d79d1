// `?`: the keys that the page knows.
import { Dialog } from "~/components/dialog";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl K", "search, or go anywhere"],
  ["/", "to the search of the page"],
  ["↑ ↓, j k", "walk through the rows of a table"],
  ["Home, End", "to its first or last row"],
  ["Enter", "open the row"],
  ["Space, x", "select the row; with Shift all from the one before"],
  ["r", "on a job: retry or requeue it"],
  ["c", "on a job: cancel it"],
  ["Esc", "close what is open above the page"],
  ["?", "this list"],
];

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys">
      <dl className="divide-y">
        {KEYS.map(([keys, does]) => (
          <div key={keys} className="flex items-center justify-between gap-4 py-2">
            <dt>
              <kbd className="rounded border bg-sunken px-1.5 py-0.5 text-xs">{keys}</kbd>
            </dt>
            <dd className="text-right text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
