// The oldest job there is: the first one, for whoever waits for it.
import { queryOptions } from "@tanstack/react-query";
import { api, data } from "~/api/client";

export const show = () =>
  queryOptions({
    queryKey: ["jobs", "first"],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/jobs", { signal, params: { query: { sort: "created_at", limit: 1 } } })))[0] ?? null,
  });
