// A sentence above the content that somebody should know before they read on, with what to do about it.
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "~/components/button";
import { classes } from "~/lib/classes";

type Tone = "info" | "good" | "warn" | "bad";

interface NoticeProps {
  tone?: Tone;
  title: string;
  children?: ReactNode;
  /** Stands at the right, below on a phone. */
  act?: ReactNode;
  /** Takes it away; no button without it. */
  onClose?: () => void;
}

const LOOKS: Record<Tone, { icon: LucideIcon; look: string }> = {
  info: { icon: Info, look: "bg-accent-soft text-accent" },
  good: { icon: CircleCheck, look: "bg-good-soft text-good" },
  warn: { icon: TriangleAlert, look: "bg-warn-soft text-warn" },
  bad: { icon: CircleAlert, look: "bg-bad-soft text-bad" },
};

export function Notice({ tone = "info", title, children, act, onClose }: NoticeProps) {
  const { icon: Icon, look } = LOOKS[tone];
  return (
    <div role="status" className="card flex items-start gap-3 p-3">
      <span className={classes("grid size-8 shrink-0 place-items-center rounded-lg", look)}>
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 max-w-4xl self-center">
          <p className="font-semibold">{title}</p>
          {children && <div className="break-words text-muted">{children}</div>}
        </div>
        {act && <div className="flex flex-wrap gap-2">{act}</div>}
      </div>
      {onClose && <IconButton size="small" icon={X} label="Close" onClick={onClose} />}
    </div>
  );
}
