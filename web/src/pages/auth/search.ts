// What the address of the sign-in page may say; `reset` and `verify` come by mail.

export type AuthMode = "sign-in" | "register" | "forgot" | "key";

export interface AuthSearch {
  mode?: AuthMode;
  /** Where to go afterwards: a place of this page. */
  next?: string;
  /** The token of a link that sets a new password. */
  reset?: string;
  /** The token of a link that verifies an address. */
  verify?: string;
}

const MODES: ReadonlySet<string> = new Set<AuthMode>(["sign-in", "register", "forgot", "key"]);

export function authSearch(given: Record<string, unknown>): AuthSearch {
  const mode = text(given["mode"]);
  const next = text(given["next"]);
  return {
    mode: mode && MODES.has(mode) ? (mode as AuthMode) : undefined,
    next: next && isOurs(next) ? next : undefined,
    reset: text(given["reset"]),
    verify: text(given["verify"]),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value ? value : undefined;
}

/** Only places of this page: a link must not lead whoever signs in elsewhere. */
function isOurs(next: string): boolean {
  try {
    return new URL(next, location.origin).origin === location.origin && /^\/(?![/\\])/.test(next);
  } catch {
    return false;
  }
}
