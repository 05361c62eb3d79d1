// What the address of the usage page may say: how a payment at Stripe ended, as it leads back here.

export interface UsageSearch {
  checkout?: "done" | "cancelled";
}

export function usageSearch(given: Record<string, unknown>): UsageSearch {
  const { checkout } = given;
  return checkout === "done" || checkout === "cancelled" ? { checkout } : {};
}
