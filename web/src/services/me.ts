// The caller: whose jobs they see, what they may do, and what this service offers.
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "~/api/client";

export type Me = Schemas["Me"];
export type Scope = "jobs:submit" | "jobs:read" | "jobs:manage" | "jobs:lease" | "jobs:ack" | "keys:manage";

export const KEY = ["me"] as const;

/** `caller` tells one caller from the next; see `session/session.ts`. */
export const show = (caller: string) =>
  queryOptions({
    queryKey: [...KEY, caller],
    queryFn: ({ signal }) => data(api.GET("/api/v1/me", { signal })),
    staleTime: 60_000,
  });
