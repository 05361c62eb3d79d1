// A secret that is shown this once: copied by a button, and not lost by closing the window too soon.
import { type ReactNode, useState } from "react";
import { Button } from "~/components/button";
import { CopyButton } from "~/components/copy-button";
import { Dialog } from "~/components/dialog";

interface SecretDialogProps {
  title: string;
  /** What it is: `key`. */
  noun: string;
  secret: string;
  /** How it is used. */
  children?: ReactNode;
  onClose: () => void;
}

export function SecretDialog({ title, noun, secret, children, onClose }: SecretDialogProps) {
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  const leave = () => (copied || warned ? onClose() : setWarned(true));
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && leave()}
      title={title}
      description={`This ${noun} is shown this once: keep it now.`}
      acts={
        <Button kind={warned && !copied ? "danger" : "primary"} onClick={leave}>
          {copied ? "Done" : warned ? "Close without it" : "I have kept it"}
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-lg bg-sunken py-2 pr-2 pl-3">
        <code data-secret className="min-w-0 flex-1 text-xs break-all">
          {secret}
        </code>
        <CopyButton wide text={secret} label={`Copy the ${noun}`} onCopied={() => setCopied(true)} />
      </div>
      {warned && !copied && (
        <p role="alert" className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-warn">
          You have not copied it here, and nobody can show it again. Close only if you have kept it in another way.
        </p>
      )}
      {children}
    </Dialog>
  );
}
