// The form that every way in is: its fields, what was said when somebody was not let in, and one large button.
import type { ReactNode } from "react";
import { Button } from "~/components/button";
import { Problem } from "~/components/problem";
import type { Asking } from "~/hooks/use-asking";

interface FormProps {
  asking: Asking;
  act: () => Promise<unknown>;
  /** The word on the button. */
  verb: string;
  /** Its fields, which tell what is wrong with them themselves. */
  told?: readonly string[];
  children: ReactNode;
}

export function Form({ asking: { busy, problem, ask }, act, verb, told, children }: FormProps) {
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void ask(act);
      }}
    >
      {children}
      <Problem error={problem} told={told} />
      <Button type="submit" kind="primary" size="large" busy={busy} className="w-full">
        {verb}
      </Button>
    </form>
  );
}
