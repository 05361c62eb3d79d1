// One delivery: how it stands as it happens, what was told, and what was answered.
import { Link } from "@tanstack/react-router";
import { LoaderCircle, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/button";
import { CopyButton } from "~/components/copy-button";
import { Sheet } from "~/components/dialog";
import { JsonTree } from "~/components/json-tree";
import { Duration, Time } from "~/components/time";
import * as format from "~/format";
import { useAct } from "~/hooks/use-act";
import { DeliveryBadge } from "~/pages/webhooks/delivery-badge";
import * as webhooks from "~/services/webhooks";
import { useMay } from "~/session/use-me";

interface DeliverySheetProps {
  /** Absent where it is not among those that are shown. */
  delivery: webhooks.Delivery | undefined;
  /** Of its webhook: a disabled one is told nothing. */
  enabled: boolean;
  /** It is sent again: it may not be among those that are shown any more. */
  onAgain: () => void;
  onClose: () => void;
}

export function DeliverySheet({ delivery, enabled, onAgain, onClose }: DeliverySheetProps) {
  const mayManage = useMay("jobs:manage");
  const again = mayManage && enabled && delivery && !webhooks.isUnderWay(delivery);
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={delivery?.event ?? "Delivery"}
      acts={again && <Again delivery={delivery} onDone={onAgain} />}
    >
      {delivery ? <Told delivery={delivery} /> : <p className="text-muted">It is not among the deliveries that are shown: it may be older, or no longer kept.</p>}
    </Sheet>
  );
}

function Again({ delivery, onDone }: { delivery: webhooks.Delivery; onDone: () => void }) {
  const redeliver = useAct({
    act: webhooks.redeliver,
    done: () => "It is sent again, under the same id",
    changes: [webhooks.KEY],
  });
  return (
    <Button kind="primary" icon={RotateCw} busy={redeliver.isPending} onClick={() => redeliver.mutate(delivery, { onSuccess: onDone })}>
      {delivery.status === "pending" ? "Send it now" : "Redeliver"}
    </Button>
  );
}

function Told({ delivery }: { delivery: webhooks.Delivery }) {
  const { status, error, response_body: body } = delivery;
  return (
    <div className="space-y-4">
      <div aria-live="polite">
        {webhooks.isUnderWay(delivery) ? (
          <p className="flex items-center gap-2 rounded-lg bg-busy-soft px-3 py-2 text-busy">
            <LoaderCircle aria-hidden className="size-4 animate-spin" /> It is on its way.
          </p>
        ) : (
          <DeliveryBadge status={status} />
        )}
        {error && <p className="mt-2 rounded-lg bg-bad-soft px-3 py-2 break-words text-bad">{error}</p>}
      </div>
      <Facts delivery={delivery} />
      {body !== undefined && <Answer body={body} />}
      <div>
        <h3 className="mb-1 text-xs font-medium">What it was told</h3>
        <JsonTree label="What it was told" value={delivery.payload} />
      </div>
    </div>
  );
}

function Facts({ delivery }: { delivery: webhooks.Delivery }) {
  const { id, status, attempts, attempts_left, job_id, response_status, latency_ms, next_attempt_at, created_at, ended_at } = delivery;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
      <Fact name="Answer">{response_status ?? "none"}</Fact>
      <Fact name="Took">
        <Duration ms={latency_ms} />
      </Fact>
      <Fact name="Attempts">
        {attempts}
        {status === "pending" && `, ${format.counted(attempts_left, "more", "more")} at most`}
      </Fact>
      {next_attempt_at && (
        <Fact name="Next attempt">
          <Time at={next_attempt_at} />
        </Fact>
      )}
      <Fact name="Created">
        <Time at={created_at} />
      </Fact>
      {ended_at && (
        <Fact name="Ended">
          <Time at={ended_at} />
        </Fact>
      )}
      {job_id && (
        <Fact name="Job">
          <Link to="/jobs/$id" params={{ id: job_id }} className="text-accent hover:underline">
            <code className="text-xs">{format.shortId(job_id)}</code>
          </Link>
        </Fact>
      )}
      <Fact name="webhook-id">
        <span className="flex items-center gap-1">
          <code className="truncate text-xs">{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="figures min-w-0">{children}</dd>
    </>
  );
}

/** The first bytes, as the text that they are. */
function Answer({ body }: { body: string }) {
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium">What it answered</h3>
      {body ? (
        <pre tabIndex={0} aria-label="What it answered" role="region" className="max-h-60 overflow-auto rounded-lg bg-sunken p-3 text-xs leading-5 break-all whitespace-pre-wrap">
          {body}
        </pre>
      ) : (
        <p className="text-muted">An empty body.</p>
      )}
    </div>
  );
}
