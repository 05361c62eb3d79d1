// Windows above the page: a dialog in the middle, a sheet at the side (from below on a phone), a question before an act.
import { X } from "lucide-react";
import { AlertDialog, Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "~/components/button";
import { useAsking } from "~/hooks/use-asking";
import { classes } from "~/lib/classes";

const VEIL = "fixed inset-0 z-40 animate-appear bg-veil";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** A sentence below the title. */
  description?: ReactNode;
  children: ReactNode;
  /** Buttons at its foot. */
  acts?: ReactNode;
}

export function Dialog({ wide, ...rest }: DialogProps & { wide?: boolean }) {
  const place = "inset-x-3 top-[8vh] mx-auto max-h-[84vh]";
  return <Window {...rest} place={classes(place, wide ? "max-w-3xl" : "max-w-lg")} />;
}

export function Sheet(props: DialogProps) {
  return (
    <Window
      {...props}
      place={classes(
        "phone:inset-x-0 phone:bottom-0 phone:max-h-[88dvh] phone:rounded-b-none",
        "md:inset-y-3 md:right-3 md:w-[28rem]",
      )}
    />
  );
}

function Window({ open, onOpenChange, title, description, children, acts, place }: DialogProps & { place: string }) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          ref={content}
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => focusFirst(content.current, event)}
          className={classes("floating fixed z-50 flex animate-slide flex-col", place)}
        >
          <Heading title={title} description={description} />
          <div data-body className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">
            {children}
          </div>
          {acts && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{acts}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// In this order: what is to be filled in, then what is pressed by its words; an icon would open its tooltip above what is read.
const FIRST = [
  "[data-body] :is(input:not([type=radio]), input:checked, textarea, select, [role=combobox]):not(:disabled)",
  "[data-body] :is(a[href], button:not([aria-label])):not(:disabled)",
  "footer button:last-child:not(:disabled)",
];

/** Begin at the first control that is of use; where there is none, at the one that closes it. */
function focusFirst(content: HTMLElement | null, event: Event): void {
  const first = FIRST.map((controls) => content?.querySelector<HTMLElement>(controls)).find(Boolean);
  if (!first) return;
  event.preventDefault();
  first.focus();
}

function Heading({ title, description }: { title: string; description?: ReactNode }) {
  return (
    <header className="flex items-start justify-between gap-3 px-5 pt-4 pb-3">
      <div className="min-w-0">
        <Radix.Title className="text-base leading-6 font-semibold">{title}</Radix.Title>
        {description && <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>}
      </div>
      <Radix.Close asChild>
        <Button kind="quiet" size="small" icon={X} aria-label="Close" className="-mr-1 w-7 px-0" />
      </Radix.Close>
    </header>
  );
}

interface ConfirmDialogProps {
  /** What is pressed to be asked. */
  trigger: ReactNode;
  title: string;
  /** What will happen, with the count where there is one. */
  children: ReactNode;
  /** The word on the button that does it: a verb. */
  verb: string;
  danger?: boolean;
  /** Does it; the dialog stays open, and says why, when it fails. */
  onConfirm: () => Promise<unknown>;
}

export function ConfirmDialog({ trigger, title, children, verb, danger, onConfirm }: ConfirmDialogProps) {
  const [open, setOpen] = useState(false);
  const { busy, problem, ask } = useAsking();
  const confirm = () => ask(() => onConfirm().then(() => setOpen(false)));

  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={VEIL} />
        <AlertDialog.Content className="floating fixed inset-x-3 top-[18vh] z-50 mx-auto max-w-md animate-slide p-5">
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-1.5 text-muted">{children}</div>
          </AlertDialog.Description>
          {problem && (
            <p role="alert" className="mt-3 rounded-lg bg-bad-soft px-3 py-2 text-bad">
              {problem.sentence}
            </p>
          )}
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Leave it</Button>
            </AlertDialog.Cancel>
            <Button kind={danger ? "danger" : "primary"} busy={busy} onClick={confirm}>
              {verb}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
