// How the tabs of one browser share a session: what one learns the others hear, and one at a time exchanges tokens.
import type { Credentials } from "~/session/session";

export interface Message {
  kind: "told";
  credentials: Credentials;
}

export interface Tabs {
  /** What another tab knows now; null when none answers. Its answer follows everything that it told before. */
  ask: () => Promise<Credentials | null>;
  /** Tell the other tabs. */
  tell: (credentials: Credentials) => void;
  /** Run while no other tab runs the same. */
  alone: (act: () => Promise<void>) => Promise<void>;
}

type Spoken = Message | { kind: "ask"; by: string } | { kind: "answer"; to: string; credentials: Credentials };

const NAME = "workqueue.session";
const PATIENCE = 120; // ms; tabs that are alive answer in a few

/** Join the other tabs. Where the browser has no channels or locks, this tab is alone. */
export function openTabs(onMessage: (message: Message) => void, current: () => Credentials): Tabs {
  if (typeof BroadcastChannel === "undefined") return { ask: async () => null, tell: () => undefined, alone: (act) => act() };
  const channel = new BroadcastChannel(NAME);
  const me = crypto.randomUUID();
  let answered: ((credentials: Credentials) => void) | null = null;

  channel.onmessage = ({ data }: MessageEvent<Spoken>) => {
    if (data.kind === "told") onMessage(data);
    else if (data.kind === "ask" && current().kind !== "none") say({ kind: "answer", to: data.by, credentials: current() });
    else if (data.kind === "answer" && data.to === me) answered?.(data.credentials);
  };
  const say = (spoken: Spoken) => channel.postMessage(spoken);

  return {
    tell: (credentials) => say({ kind: "told", credentials }),
    ask: () =>
      new Promise((resolve) => {
        const done = (credentials: Credentials | null) => {
          answered = null;
          clearTimeout(timer);
          resolve(credentials);
        };
        const timer = setTimeout(() => done(null), PATIENCE);
        answered = done;
        say({ kind: "ask", by: me });
      }),
    alone: async (act) => {
      if (navigator.locks) await navigator.locks.request(NAME, act);
      else await act(); // an address that is not secure has no locks: two tabs may then have to sign in again
    },
  };
}
