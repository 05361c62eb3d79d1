// Where short messages appear: what worked, and what a button could not do.
import { Toaster } from "sonner";
import { useTheme } from "~/hooks/use-theme";

export function Toasts() {
  const [theme] = useTheme();
  return <Toaster theme={theme} position="bottom-right" closeButton offset={20} mobileOffset={{ bottom: 84 }} />;
}
