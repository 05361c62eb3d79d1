// How keys stand as time passes.
import { expect, test } from "vitest";
import { lives, standing } from "~/pages/keys/standing";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const key = (given: { revoked_at?: string; expires_at?: string } = {}) => ({ revoked_at: null, expires_at: null, ...given });

test.each([
  ["works", key()],
  ["works", key({ expires_at: "2027-11-22T12:00:00Z" })],
  ["ends soon", key({ expires_at: "2026-11-23T12:00:00Z" })],
  ["expired", key({ expires_at: "2026-11-22T11:59:59Z" })],
  ["revoked", key({ revoked_at: "2026-11-22T11:00:00Z", expires_at: "2027-11-22T12:00:00Z" })],
])("a key %s", (word, one) => expect(standing(one, NOW)).toBe(word));

test("only keys that work can be ended", () => {
  expect((["works", "ends soon", "expired", "revoked"] as const).map(lives)).toEqual([true, true, false, false]);
});
