// Sessions: what is kept where, and that tokens are exchanged once, however many ask and in however many tabs.
import { afterEach, expect, test, vi } from "vitest";
import { forgetBetweenCallers, Session } from "~/session/session";
import type { Tabs } from "~/session/tabs";

const alone: Tabs = { ask: async () => null, tell: () => undefined, alone: (act) => act() };
const ended = { token: "old", refreshToken: "refresh-1", expiresAt: 0 };

function answering(status: number, data: unknown) {
  return vi.fn(async () => new Response(JSON.stringify({ data, error: status < 400 ? null : "no", meta: {} }), { status }));
}

const fresh = { token: "new", refresh_token: "refresh-2", expires_in: 900 };

afterEach(() => sessionStorage.clear());

test("the access token is kept nowhere, and nothing outlives the tab", () => {
  const session = new Session(sessionStorage, () => alone);
  session.signIn("ada@example.com", { ...ended, token: "secret", expiresAt: Date.now() + 900_000 });
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("secret");
  expect(localStorage).toHaveLength(0);
});

test("a reload goes on with the refresh token that was kept", async () => {
  new Session(sessionStorage, () => alone).signIn("ada@example.com", ended);
  vi.stubGlobal("fetch", answering(200, fresh));
  expect(await new Session(sessionStorage, () => alone).headers()).toEqual({ Authorization: "Bearer new" });
});

test("tokens are exchanged once for all that ask", async () => {
  const session = new Session(sessionStorage, () => alone);
  session.signIn("ada@example.com", ended);
  const fetched = answering(200, fresh);
  vi.stubGlobal("fetch", fetched);
  const asked = await Promise.all([session.headers(), session.headers(), session.headers()]);
  expect(fetched).toHaveBeenCalledOnce();
  expect(asked).toEqual(Array.from({ length: 3 }, () => ({ Authorization: "Bearer new" })));
});

test("a pair that another tab has exchanged already is taken from it", async () => {
  const theirs = { kind: "person" as const, email: "ada@example.com", pair: { token: "theirs", refreshToken: "refresh-2", expiresAt: Date.now() + 900_000 } };
  const ask = vi.fn(async () => theirs).mockResolvedValueOnce(null as never);
  const session = new Session(sessionStorage, () => ({ ...alone, ask }));
  session.signIn("ada@example.com", ended);
  const fetched = answering(200, fresh);
  vi.stubGlobal("fetch", fetched);
  expect(await session.headers()).toEqual({ Authorization: "Bearer theirs" });
  expect(fetched).not.toHaveBeenCalled();
});

test("a session that the service ended is forgotten", async () => {
  const session = new Session(sessionStorage, () => alone);
  session.signIn("ada@example.com", ended);
  vi.stubGlobal("fetch", answering(401, null));
  expect(await session.headers()).toEqual({});
  expect(session.current()).toEqual({ kind: "none" });
});

test("while the service is away the session is kept, and the failure is told", async () => {
  const session = new Session(sessionStorage, () => alone);
  session.signIn("ada@example.com", ended);
  vi.stubGlobal("fetch", answering(503, null));
  await expect(session.headers()).rejects.toMatchObject({ status: 503 });
  expect(session.current().kind).toBe("person");
});

test("what is no session of ours in the storage is no session", () => {
  sessionStorage.setItem("workqueue.session", "{nonsense");
  expect(new Session(sessionStorage, () => alone).current()).toEqual({ kind: "none" });
});

test("what was read is forgotten for another caller, and not for the same one's next tokens", () => {
  const session = new Session(sessionStorage, () => alone);
  const forget = vi.fn();
  forgetBetweenCallers(forget, session);
  session.signIn("ada@example.com", ended);
  expect(forget).toHaveBeenCalledTimes(1);
  session.signIn("ada@example.com", { ...ended, token: "next" });
  expect(forget).toHaveBeenCalledTimes(1);
  session.signIn("grace@example.com", ended);
  session.takeKey("wq_client_0123456789");
  expect(forget).toHaveBeenCalledTimes(3);
});
