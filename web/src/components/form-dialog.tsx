// A form in a dialog: its fields, the button that sends it, and the one that leaves it.
import { type ReactNode, useId } from "react";
import { Button } from "~/components/button";
import { Dialog } from "~/components/dialog";

interface FormDialogProps {
  title: string;
  description?: ReactNode;
  /** The word on the button that sends it: a verb. */
  verb: string;
  busy: boolean;
  /** It cannot be sent as it is. */
  disabled?: boolean;
  wide?: boolean;
  onSubmit: () => unknown;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog({ title, description, verb, busy, disabled, wide, onSubmit, onClose, children }: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      open
      wide={wide}
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      acts={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" form={id} kind="primary" busy={busy} disabled={disabled}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="space-y-5 pt-1"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
