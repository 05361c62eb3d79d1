// Below the title of one thing: the way back to all of its kind.
import { Link, type LinkProps } from "@tanstack/react-router";

export function UpLink({ to, children }: Pick<LinkProps, "to"> & { children: string }) {
  return (
    <Link to={to} className="underline decoration-line underline-offset-4 hover:decoration-current">
      {children}
    </Link>
  );
}
