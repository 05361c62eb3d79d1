// Lets in whoever the service knows; everybody else signs in first, and comes back to where they wanted to go.
import { useLocation, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { ApiError } from "~/api/error";
import { ErrorState } from "~/components/nothing-here";
import { useMe } from "~/session/use-me";

export function Gate({ children }: { children: ReactNode }) {
  const me = useMe();
  const stranger = me.isError && ApiError.of(me.error).status === 401;
  useSigningIn(stranger);

  if (me.data) return children;
  if (me.isError && !stranger)
    return (
      <main className="mx-auto max-w-xl py-16">
        <ErrorState what="The service did not say who you are" error={me.error} retry={() => void me.refetch()} />
      </main>
    );
  return <main aria-busy="true" aria-label="Loading" className="min-h-dvh" />;
}

function useSigningIn(needed: boolean): void {
  const navigate = useNavigate();
  const here = useLocation({ select: (location) => location.href });
  useEffect(() => {
    if (needed) void navigate({ to: "/auth", search: { next: here }, replace: true });
  }, [needed, here, navigate]);
}
