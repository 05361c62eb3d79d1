// This month's jobs against what the plan allows, and how to pay for another plan.
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "~/api/client";

export type PlanUsage = Schemas["PlanUsage"];
export type Plan = Schemas["Plan"];
export type Subscription = Schemas["Subscription"];

export const KEY = ["usage"] as const;

/** `every`: ms after which it is read again by itself, as while a payment is on its way. */
export const show = (every: number | false = false) =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => data(api.GET("/portal/usage", { signal })),
    refetchInterval: every,
  });

/** Where to pay for a plan, at Stripe. */
export async function checkout(plan: Schemas["Checkout"]["plan"]): Promise<string> {
  return (await data(api.POST("/portal/checkout", { body: { plan } }))).url;
}

/** Where to change the plan, cancel it and see invoices, at Stripe. */
export async function customerPortal(): Promise<string> {
  return (await data(api.POST("/portal/customer-portal"))).url;
}

/** Whether it is paid for, or need not be yet. */
export function isGood(status: string | null | undefined): boolean {
  return status === "active" || status === "trialing";
}

/** Whether a payment for it failed, after which Stripe may try again. */
export function isOwed(status: string | null | undefined): boolean {
  return status === "past_due" || status === "unpaid";
}

/** Whether it can be bought: what the service sells are the words of its own request. */
export function isSold(name: string): name is Schemas["Checkout"]["plan"] {
  return name === "pro" || name === "business";
}
