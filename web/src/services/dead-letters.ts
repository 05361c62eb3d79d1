// Dead letters: what failed for good, and how it gets another chance.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api, data, type Schemas } from "~/api/client";

export type DeadLetter = Schemas["DeadLetter"];

export const KEY = ["dead-letters"] as const;

const PAGE = 50;

/** The newest first. */
export const list = () =>
  infiniteQueryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET("/api/v1/dlq", { signal, params: { query: { limit: PAGE, offset: pageParam } } })),
    initialPageParam: 0,
    getNextPageParam: ({ meta }) => (meta.has_more ? meta.offset + meta.limit : undefined),
  });

/** A fresh job from it, once; with another payload if one is given. */
export function requeue(id: string, edit: Schemas["RequeueEdit"] = {}) {
  return data(api.POST("/api/v1/dlq/{id}/requeue", { params: { path: { id } }, body: edit }));
}

/** Drop it for good. */
export function drop(id: string) {
  return data(api.DELETE("/api/v1/dlq/{id}", { params: { path: { id } } }));
}
