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

type Spoken = Message | { kind: "ask"; id: string } | { kind: "answer"; id: string; credentials: Credentials };

const NAME = "workqueue.session";
const TAB = "workqueue.tab"; // a lock that every tab holds a share of as long as it is there: so they can be counted
const PATIENCE = 3000; // ms that a tab which is there may take to answer; one that the browser has frozen never does
const BLIND = 300; // ms, where nobody can say whether there are others

/** Join the other tabs. Where the browser has no channels, this tab is alone. */
export function openTabs(onMessage: (message: Message) => void, current: () => Credentials): Tabs {
  if (typeof BroadcastChannel === "undefined") return { ask: async () => null, tell: () => undefined, alone: (act) => act() };
  const channel = new BroadcastChannel(NAME);
  const asked = new Map<string, (credentials: Credentials) => void>();
  const counted = countTabs();
  const say = (spoken: Spoken) => channel.postMessage(spoken);

  channel.onmessage = ({ data }: MessageEvent<Spoken>) => {
    if (data.kind === "told") onMessage(data);
    else if (data.kind === "ask") say({ kind: "answer", id: data.id, credentials: current() });
    else asked.get(data.id)?.(data.credentials);
  };

  /** The first of the others that has a session; null when all who are there have none. */
  const askAll = (others: number, patience: number) =>
    new Promise<Credentials | null>((resolve) => {
      const id = crypto.randomUUID?.() ?? String(Math.random());
      let silent = others;
      const done = (credentials: Credentials | null) => {
        clearTimeout(timer);
        asked.delete(id);
        resolve(credentials);
      };
      const timer = setTimeout(() => done(null), patience);
      asked.set(id, (credentials) => {
        silent -= 1;
        if (credentials.kind !== "none") done(credentials);
        else if (silent <= 0) done(null);
      });
      say({ kind: "ask", id });
    });

  return {
    tell: (credentials) => say({ kind: "told", credentials }),
    ask: async () => {
      const others = await counted();
      if (others === 0) return null;
      return others === null ? askAll(Infinity, BLIND) : askAll(others, PATIENCE);
    },
    alone: async (act) => {
      if (navigator.locks) await navigator.locks.request(NAME, act);
      else await act(); // an address that is not secure has no locks: two tabs may then have to sign in again
    },
  };
}

/** How many other tabs there are; null where the browser does not say. */
function countTabs(): () => Promise<number | null> {
  if (!navigator.locks) return async () => null;
  const held = new Promise<void>((granted) => {
    void navigator.locks.request(TAB, { mode: "shared" }, () => {
      granted();
      return new Promise(() => undefined); // given back by the browser when the tab goes
    });
  });
  return async () => {
    await held;
    const { held: locks = [] } = await navigator.locks.query();
    return locks.filter((lock) => lock.name === TAB).length - 1;
  };
}
