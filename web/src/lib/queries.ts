// How the page keeps what it read, and when it asks again.
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "~/api/error";
import * as me from "~/services/me";

const FRESH = 5_000; // ms for which what was read is not asked again when a page is opened
const TRIES = 2;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH,
        retry: (failures, error) => failures < TRIES && ApiError.of(error).mayPass,
        retryDelay: (failure, error) => (ApiError.of(error).retryAfter ?? 0) * 1000 || 500 * 2 ** failure,
        networkMode: "always", // the service may run on this very machine
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** What one caller read is not the next one's. Who they are is kept by caller, and may be what is being asked just now. */
export function forget(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== me.KEY[0] });
  client.getMutationCache().clear();
}
