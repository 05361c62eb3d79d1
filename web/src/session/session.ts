// Who uses the page: a person with a session, somebody with a key, or anybody where the service is open.
//
// Where tokens are kept: the access token in memory alone; the refresh token, or a key that was pasted, in sessionStorage,
// so that a reload keeps it and closing the tab forgets it. Never in localStorage or a cookie: nothing outlives the tab, and
// no other site can make the browser send it. Tabs share one session over a BroadcastChannel, see `tabs.ts`.
import { address } from "~/api/address";
import { ApiError, unreachable } from "~/api/error";
import { type Message, type Tabs, openTabs } from "~/session/tabs";

/** A pair of tokens, as the service gives it. */
export interface Pair {
  token: string;
  refreshToken: string;
  /** Milliseconds since 1970, by this machine's clock. */
  expiresAt: number;
}

export type Credentials = { kind: "none" } | { kind: "key"; key: string } | { kind: "person"; email: string; pair: Pair };

/** Tells one caller from the next, without a secret in it. */
export function callerOf(credentials: Credentials): string {
  if (credentials.kind === "person") return `person ${credentials.email}`;
  return credentials.kind === "key" ? `key ${credentials.key.slice(-6)}` : "nobody";
}

const KEPT = "workqueue.session";
const EARLY = 30_000; // ms before its end that a token is exchanged, so that none is sent that ends on its way
const NONE: Credentials = { kind: "none" };

export class Session {
  private credentials: Credentials;
  private readonly listeners = new Set<() => void>();
  private exchange: Promise<void> | null = null;
  private ready: Promise<void> | null = null;
  private readonly tabs: Tabs;

  constructor(
    private readonly storage: Storage,
    tabs: (onMessage: (message: Message) => void, current: () => Credentials) => Tabs = openTabs,
  ) {
    this.credentials = read(storage);
    this.tabs = tabs(
      (message) => this.hear(message),
      () => this.credentials,
    );
  }

  /** For `useSyncExternalStore`. */
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): Credentials => this.credentials;

  /** What other tabs of this page know, once; before the first request, as a token of a restored tab may be an old one. */
  begin(): Promise<void> {
    this.ready ??= this.tabs.ask().then((theirs) => {
      if (theirs && theirs.kind !== "none") this.take(theirs);
    });
    return this.ready;
  }

  /** Headers that say who asks; a token near its end is exchanged first. */
  async headers(): Promise<Record<string, string>> {
    await this.begin();
    if (this.credentials.kind === "key") return { Authorization: `Bearer ${this.credentials.key}` };
    if (this.credentials.kind === "none") return {};
    if (this.credentials.pair.expiresAt - EARLY < Date.now()) await this.renew();
    return this.credentials.kind === "person" ? { Authorization: `Bearer ${this.credentials.pair.token}` } : {};
  }

  /** A person logged in or registered. */
  signIn(email: string, pair: Pair): void {
    this.set({ kind: "person", email, pair });
  }

  /** Somebody pasted a key. */
  takeKey(key: string): void {
    this.set({ kind: "key", key });
  }

  /** End it here and in the other tabs; a person's session ends at the service too. */
  async signOut(): Promise<void> {
    const left = this.credentials;
    this.set(NONE);
    if (left.kind === "person") await post("/auth/logout", { refresh_token: left.pair.refreshToken }).catch(() => undefined);
  }

  /** The service did not know what `shown` says. Whoever shows the same again is told so at once: it is forgotten. */
  async turnedAway(shown: string | null): Promise<void> {
    const headers = this.credentials.kind === "none" ? {} : await this.headers();
    if (shown === (headers["Authorization"] ?? null) && this.credentials.kind !== "none") this.set(NONE);
  }

  /** Exchange the tokens, once however many ask, in whichever tab: one that is shown twice would end the session. */
  private renew(): Promise<void> {
    this.exchange ??= this.tabs.alone(() => this.renewAlone()).finally(() => (this.exchange = null));
    return this.exchange;
  }

  private async renewAlone(): Promise<void> {
    const theirs = await this.tabs.ask();
    if (theirs?.kind === "person" && newer(theirs, this.credentials)) return this.take(theirs);
    if (this.credentials.kind !== "person") return undefined;
    const { email, pair } = this.credentials;
    try {
      const given = await post("/auth/refresh", { refresh_token: pair.refreshToken });
      this.set({ kind: "person", email, pair: pairOf(given) });
    } catch (error) {
      if (ApiError.of(error).status !== 401) throw error;
      this.set(NONE);
    }
    return undefined;
  }

  private hear(message: Message): void {
    this.take(message.credentials);
  }

  private set(credentials: Credentials): void {
    this.take(credentials);
    this.tabs.tell(credentials);
  }

  private take(credentials: Credentials): void {
    this.credentials = credentials;
    write(this.storage, credentials);
    for (const listener of this.listeners) listener();
  }
}

/** A pair out of the answer of a login, a registration or an exchange. Raises ApiError when it is none. */
export function pairOf(given: unknown): Pair {
  const { token, refresh_token, expires_in } = (given ?? {}) as Record<string, unknown>;
  if (typeof token !== "string" || typeof refresh_token !== "string" || typeof expires_in !== "number")
    throw new ApiError(0, "page", "the service answered no session: is it of the same version as the page?");
  return { token, refreshToken: refresh_token, expiresAt: Date.now() + expires_in * 1000 };
}

async function post(path: string, body: unknown): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  const response = await globalThis.fetch(address(path), { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {
    throw unreachable();
  });
  const said: unknown = await response.json().catch(() => null);
  if (!response.ok) throw ApiError.ofAnswer(response, said);
  return (said as { data: unknown }).data;
}

function newer(theirs: Extract<Credentials, { kind: "person" }>, ours: Credentials): boolean {
  return ours.kind !== "person" || theirs.pair.expiresAt > ours.pair.expiresAt;
}

function read(storage: Storage): Credentials {
  const kept = storage.getItem(KEPT);
  if (!kept) return NONE;
  try {
    const value = JSON.parse(kept) as { kind?: unknown; key?: unknown; email?: unknown; refreshToken?: unknown };
    if (value.kind === "key" && typeof value.key === "string") return { kind: "key", key: value.key };
    if (value.kind === "person" && typeof value.email === "string" && typeof value.refreshToken === "string")
      return { kind: "person", email: value.email, pair: { token: "", refreshToken: value.refreshToken, expiresAt: 0 } };
  } catch {
    storage.removeItem(KEPT); // not written by this page: of no use to anybody
  }
  return NONE;
}

function write(storage: Storage, credentials: Credentials): void {
  if (credentials.kind === "none") storage.removeItem(KEPT);
  else if (credentials.kind === "key") storage.setItem(KEPT, JSON.stringify(credentials));
  else storage.setItem(KEPT, JSON.stringify({ kind: "person", email: credentials.email, refreshToken: credentials.pair.refreshToken }));
}

export const session = new Session(globalThis.sessionStorage);

/** Has it forgotten what one caller saw or began before the next one sees the page. */
export function forgetBetweenCallers(forget: () => void, of: Pick<Session, "subscribe" | "current"> = session): void {
  let before = callerOf(of.current());
  of.subscribe(() => {
    const now = callerOf(of.current());
    if (now !== before) forget();
    before = now;
  });
}
