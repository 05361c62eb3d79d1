// Accounts: registering, logging in, and getting back in. What comes back as a session is kept by `session/session.ts`.
import { api, data, type Schemas } from "~/api/client";
import { pairOf, session } from "~/session/session";

export async function logIn(email: string, password: string): Promise<void> {
  const given = await data(api.POST("/auth/login", { body: { email, password } }));
  session.signIn(given.user.email, pairOf(given));
}

/** Answers the first key of the new tenant, which is shown this once. */
export async function register(email: string, password: string): Promise<Schemas["Registered"]["api_key"]> {
  const given = await data(api.POST("/auth/register", { body: { email, password } }));
  session.signIn(given.user.email, pairOf(given));
  return given.api_key;
}

/** Answers a sentence that is the same whether anybody has this address. */
export async function forgotPassword(email: string): Promise<string> {
  return (await data(api.POST("/auth/forgot-password", { body: { email } }))).message;
}

export async function resetPassword(token: string, password: string): Promise<string> {
  return (await data(api.POST("/auth/reset-password", { body: { token, password } }))).message;
}

export async function verify(token: string): Promise<string> {
  return (await data(api.POST("/auth/verify", { body: { token } }))).message;
}
