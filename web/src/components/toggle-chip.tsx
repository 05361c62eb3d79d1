// A word that is pressed to narrow a list by it, several of which can be: a state, a kind of event.
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "~/lib/classes";

interface ToggleChipProps {
  pressed: boolean;
  onPress: () => void;
  icon?: LucideIcon;
  /** Its colours while it is pressed. */
  badge: string;
  title?: string;
  children: ReactNode;
}

export function ToggleChip({ pressed, onPress, icon: Icon, badge, title, children }: ToggleChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      title={title}
      onClick={onPress}
      className={classes(
        "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-xs font-medium transition-colors",
        pressed ? classes("border-current", badge) : "bg-surface text-muted hover:bg-hover hover:text-text",
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5" />}
      {children}
    </button>
  );
}
