// To a page of Stripe's, whose address the service was given by them.

/** Only addresses that a browser opens as pages: anything else is not followed. */
export function leave(url: string): void {
  const { protocol } = new URL(url);
  if (protocol === "https:" || protocol === "http:") location.assign(url);
}
