// How a key stands: it works, ends soon, has ended, or was ended.
import * as format from "~/format";
import type { Key } from "~/services/keys";

export type Standing = "works" | "ends soon" | "expired" | "revoked";

export const TONES: Record<Standing, "good" | "warn" | "calm" | "bad"> = {
  works: "good",
  "ends soon": "warn",
  expired: "calm",
  revoked: "bad",
};

const SOON = 7 * 86_400_000; // ms

export function standing({ revoked_at, expires_at }: Pick<Key, "revoked_at" | "expires_at">, now: number): Standing {
  if (revoked_at) return "revoked";
  if (!expires_at) return "works";
  const left = format.time(expires_at) - now;
  return left <= 0 ? "expired" : left < SOON ? "ends soon" : "works";
}

/** Whether it lets anybody in. */
export function lives(one: Standing): boolean {
  return one === "works" || one === "ends soon";
}
