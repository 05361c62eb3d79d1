// Words that nobody else has, also where the page came over plain HTTP and `crypto.randomUUID` is not there.

/** So many random bytes, two digits each. */
export function random(bytes = 16): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
