// Sign in, register, get back in, or use a key; and what the links do that come by mail.
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTitle } from "~/hooks/use-title";
import { ForgotForm } from "~/pages/auth/forgot-form";
import { KeyForm } from "~/pages/auth/key-form";
import { PasswordForm } from "~/pages/auth/password-form";
import { ResetForm } from "~/pages/auth/reset-form";
import type { AuthMode } from "~/pages/auth/search";
import { Verify } from "~/pages/auth/verify";

const route = getRouteApi("/auth");

const TITLES: Record<AuthMode, string> = {
  "sign-in": "Sign in",
  register: "Make an account",
  forgot: "Set a new password",
  key: "Use a key",
};

export default function AuthPage() {
  const { mode = "sign-in", next, reset, verify } = route.useSearch();
  const router = useRouter();
  const enter = () => router.history.push(next ?? "/");
  const title = reset ? "Choose a new password" : verify ? "Verify your address" : TITLES[mode];
  useTitle(title);
  return (
    <div className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <img src="/favicon.svg" alt="" className="mx-auto mb-4 size-10" />
        <h1 className="mb-6 text-center text-xl font-semibold tracking-tight">{title}</h1>
        <div className="card p-5">{reset ? <ResetForm token={reset} /> : verify ? <Verify token={verify} /> : <Form mode={mode} onIn={enter} />}</div>
        <Ways mode={reset || verify ? null : mode} />
      </div>
    </div>
  );
}

function Form({ mode, onIn }: { mode: AuthMode; onIn: () => void }) {
  if (mode === "key") return <KeyForm onIn={onIn} />;
  if (mode === "forgot") return <ForgotForm />;
  return <PasswordForm key={mode} mode={mode} onIn={onIn} />;
}

/** The other ways in. */
function Ways({ mode }: { mode: AuthMode | null }) {
  const ways: [AuthMode, ReactNode][] = [
    ["sign-in", "Sign in with a password"],
    ["register", "Make an account"],
    ["forgot", "I forgot my password"],
    ["key", "Use a key"],
  ];
  return (
    <ul className="mt-5 flex flex-wrap justify-center gap-x-5 gap-y-2">
      {ways
        .filter(([way]) => way !== mode)
        .map(([way, label]) => (
          <li key={way}>
            <Link
              to="/auth"
              search={({ next }) => ({ mode: way, next })}
              className="text-muted underline decoration-line underline-offset-4 hover:text-text hover:decoration-current"
            >
              {label}
            </Link>
          </li>
        ))}
    </ul>
  );
}
