// Copies a text, and says for a moment that it did.
import { Check, Copy } from "lucide-react";
import { toast } from "sonner";
import { Button, IconButton } from "~/components/button";
import { useFlash } from "~/hooks/use-flash";

interface CopyButtonProps {
  text: string | (() => string);
  /** What is copied: `Copy the id`. */
  label: string;
  /** Show the label beside the icon. */
  wide?: boolean;
  /** Of a wide one. */
  size?: "small" | "medium";
  /** Called when it was copied. */
  onCopied?: () => void;
}

export function CopyButton({ text, label, wide, size = "small", onCopied }: CopyButtonProps) {
  const [copied, flash] = useFlash(1500);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      flash();
      onCopied?.();
    } catch {
      toast.error("The browser did not allow copying", { description: "Select the text and copy it by hand." });
    }
  };
  const icon = copied ? Check : Copy;
  if (wide)
    return (
      <Button size={size} icon={icon} onClick={copy}>
        {copied ? "Copied" : label}
      </Button>
    );
  return <IconButton size="small" icon={icon} label={copied ? "Copied" : label} onClick={copy} />;
}
