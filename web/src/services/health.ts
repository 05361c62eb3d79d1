// Whether the stores behind the service answer, and how durable a job is that it accepted.
import { queryOptions } from "@tanstack/react-query";
import { api, type Schemas } from "~/api/client";
import { ApiError } from "~/api/error";

export type Health = Schemas["Health"];

export const KEY = ["health"] as const;

/** `degraded` is an answer too, although it comes with 503. */
export const show = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<Health> => {
      const { data, error, response } = await api.GET("/health", { signal });
      const said: unknown = data ?? error;
      if (isHealth(said)) return said;
      throw ApiError.ofAnswer(response, said);
    },
    refetchInterval: 30_000, // ms
  });

function isHealth(said: unknown): said is Health {
  return typeof said === "object" && said !== null && "checks" in said && "durability" in said;
}
