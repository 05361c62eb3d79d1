// This month's jobs against what the tier allows.
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "~/api/client";

export type Usage = Schemas["Usage"];

export const KEY = ["usage"] as const;

export const show = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => data(api.GET("/api/v1/usage", { signal })),
  });
