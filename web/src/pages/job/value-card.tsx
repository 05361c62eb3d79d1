// What a job was given or has answered: as a tree, or as the plain text of its JSON.
import { useState } from "react";
import { Button } from "~/components/button";
import { Card } from "~/components/card";
import { CopyButton } from "~/components/copy-button";
import { JsonTree } from "~/components/json-tree";
import * as format from "~/format";
import * as jsonText from "~/lib/json-text";

export function ValueCard({ title, value }: { title: string; value: unknown }) {
  const [raw, setRaw] = useState(false);
  const size = new TextEncoder().encode(JSON.stringify(value)).length;
  return (
    <Card
      title={title}
      acts={
        <>
          <span className="figures text-xs text-muted">{format.bytes(size)}</span>
          <Button kind="quiet" size="small" aria-pressed={raw} aria-label={`${title} as raw text`} onClick={() => setRaw(!raw)}>
            {raw ? "Tree" : "Raw"}
          </Button>
        </>
      }
    >
      {raw ? <Raw text={jsonText.tidy(value)} label={title} /> : <JsonTree value={value} label={title} open={3} />}
    </Card>
  );
}

function Raw({ text, label }: { text: string; label: string }) {
  return (
    <div role="group" aria-label={label} className="relative rounded-lg bg-sunken">
      <div className="absolute top-1.5 right-1.5 rounded-lg bg-sunken">
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <pre tabIndex={0} className="overflow-x-auto p-3 pr-11 text-xs leading-5">
        {text}
      </pre>
    </div>
  );
}
