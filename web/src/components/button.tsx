// Buttons: what can be pressed looks alike everywhere; an icon alone has a name that is shown as its tooltip.
import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { Tooltip } from "~/components/tooltip";
import { classes } from "~/lib/classes";

export const buttonLook = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-lg font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      kind: {
        plain: "border border-line bg-surface text-text hover:bg-hover",
        primary: "bg-accent text-on-accent hover:bg-accent-strong",
        danger: "bg-bad text-on-bad hover:opacity-90",
        quiet: "text-muted hover:bg-hover hover:text-text",
      },
      size: { small: "h-7 px-2 text-xs", medium: "h-9 px-3 text-sm", large: "h-10 px-4 text-sm" },
    },
    defaultVariants: { kind: "plain", size: "medium" },
  },
);

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof buttonLook> {
  icon?: LucideIcon;
  /** What it started is not done yet: it turns, and cannot be pressed again. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind, size, icon: Icon, busy, className, children, disabled, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? "button"}
      className={classes(buttonLook({ kind, size }), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : Icon && <Icon aria-hidden />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children" | "icon"> {
  icon: LucideIcon;
  /** Its name, read aloud and shown as a tooltip. */
  label: string;
}

export function IconButton({ label, kind = "quiet", size = "medium", className, ...rest }: IconButtonProps) {
  const width = size === "small" ? "w-7 px-0" : "w-9 px-0";
  return (
    <Tooltip text={label}>
      <Button aria-label={label} kind={kind} size={size} className={classes(width, className)} {...rest} />
    </Tooltip>
  );
}
