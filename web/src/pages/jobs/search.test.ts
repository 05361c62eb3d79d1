// The address of the jobs page: what it says is kept, what it cannot mean is dropped.
import { expect, test } from "vitest";
import { jobsSearch } from "~/pages/jobs/search";

test("filters are kept", () => {
  const said = { status: "dead", type: "send_email", queue: "mail", tags: "customer:42", created_after: "2026-11-22T00:00:00Z" };
  expect(jobsSearch(said)).toEqual(said);
});

test("a type that looks like a number stays a word", () => {
  expect(jobsSearch({ type: 5 })).toEqual({ type: "5" });
});

test("what is no filter is dropped", () => {
  expect(jobsSearch({ status: "exploded", type: ["a"], other: "x", queue: "" })).toEqual({ queue: undefined });
});
