// Keys: who may call the service for this tenant, and what for.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";
import type { Scope } from "~/services/me";

export type Key = Schemas["Key"];
export type NewKey = Schemas["NewKey"];
export type FreshKey = Schemas["FreshKey"];
export type Kind = Key["kind"];

export const KEY = ["keys"] as const;

/** What a key of each kind may do at most. */
export const SCOPES_OF: Record<Kind, readonly Scope[]> = {
  client: ["jobs:submit", "jobs:read", "jobs:manage"],
  worker: ["jobs:lease", "jobs:ack", "jobs:read"],
  admin: ["jobs:submit", "jobs:read", "jobs:manage", "jobs:lease", "jobs:ack", "keys:manage"],
};

export const list = () =>
  infiniteQueryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal, pageParam }) => answer(api.GET("/api/v1/keys", { signal, params: { query: { limit: 100, offset: pageParam } } })),
    initialPageParam: 0,
    getNextPageParam: ({ meta }) => (meta.has_more ? meta.offset + meta.limit : undefined),
    select: ({ pages }) => ({ data: pages.flatMap((page) => page.data), total: pages[0]?.meta.total_count }),
    refetchInterval: 30_000, // ms: the last use is written once a minute
  });

/** Answers the key itself, this once. */
export function create(key: NewKey) {
  return data(api.POST("/api/v1/keys", { body: key }));
}

/** It works no longer, within a second. */
export function revoke(id: string) {
  return data(api.DELETE("/api/v1/keys/{id}", { params: { path: { id } } }));
}

/** A new key like it; the old one works for `overlap` seconds more. */
export function rotate(id: string, overlap: number) {
  return data(api.POST("/api/v1/keys/{id}/rotate", { params: { path: { id } }, body: { overlap_seconds: overlap } }));
}

/** A new key in its place; the old one works no longer. */
export function regenerate(id: string) {
  return data(api.POST("/portal/regenerate-key", { body: { key_id: id } }));
}
