// The one way to the service: typed by its OpenAPI document, with the caller's key, every failure one ApiError.
import createClient, { type Middleware } from "openapi-fetch";
import { API_URL } from "~/api/address";
import { ApiError, unreachable } from "~/api/error";
import type { components, paths } from "~/api/schema";
import { session } from "~/session/session";

/** The models of the service by their names: `Schemas["Job"]`. */
export type Schemas = components["schemas"];

/** What every path answers; use it through `data` or `answer`, which throw what went wrong. */
export const api = createClient<paths>({ baseUrl: API_URL, fetch: (request) => globalThis.fetch(request) });

const asCaller: Middleware = {
  async onRequest({ request, schemaPath }) {
    if (schemaPath.startsWith("/auth/")) return undefined;
    const headers = await session.headers();
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    return request;
  },
  async onResponse({ request, response, schemaPath }) {
    if (response.status !== 401 || schemaPath.startsWith("/auth/")) return undefined;
    await session.turnedAway(request.headers.get("Authorization"));
    return undefined;
  },
  onError: ({ error }) => (isAbort(error) ? undefined : unreachable()),
};
api.use(asCaller);

interface Outcome<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** The body of an answer. Raises ApiError for any other than a success. */
export async function answer<Body>(asked: Promise<Outcome<Body>>): Promise<Body> {
  const { data, error, response } = await asked;
  if (!response.ok) throw ApiError.ofAnswer(response, error);
  return data as Body;
}

/** What stands in the envelope of an answer. Raises ApiError for any other than a success. */
export async function data<Data>(asked: Promise<Outcome<{ data: Data }>>): Promise<Data> {
  return (await answer(asked)).data;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
