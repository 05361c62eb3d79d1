// A link to the sign-in page leads nobody away from the service.
import { expect, test } from "vitest";
import { authSearch } from "~/pages/auth/search";

test.each(["/jobs", "/jobs?status=dead", "/"])("%s is a place of this page", (next) => {
  expect(authSearch({ next }).next).toBe(next);
});

test.each(["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "jobs", "", 5])(
  "%s is none",
  (next) => {
    expect(authSearch({ next }).next).toBeUndefined();
  },
);

test("an unknown mode is the usual one, and tokens of mails are taken as they are", () => {
  expect(authSearch({ mode: "root", reset: "abc", verify: 5 })).toEqual({ mode: undefined, next: undefined, reset: "abc", verify: undefined });
});
