// The address of the jobs page: what it says is kept, what it cannot mean is dropped.
import { expect, test } from "vitest";
import { jobsSearch, sortOf } from "~/pages/jobs/search";
import { asked } from "~/services/jobs";

test("filters are kept", () => {
  const said = {
    status: "failed,dead",
    type: "send_email",
    queue: "mail",
    tags: "customer:42",
    q: "421",
    created_after: "2026-11-22T00:00:00Z",
    finished_last: "1h",
    sort: "finished_at",
  };
  expect(jobsSearch(said)).toEqual(said);
});

test("a type that looks like a number stays a word", () => {
  expect(jobsSearch({ type: 5 })).toEqual({ type: "5" });
});

test("what is no filter is dropped", () => {
  const odd = { status: "exploded", type: ["a"], other: "x", queue: "", created_after: "soon", created_last: "toString", sort: "type" };
  expect(jobsSearch(odd)).toEqual({ queue: undefined });
});

test("of several states those that exist are kept", () => {
  expect(jobsSearch({ status: "dead,exploded,pending" })).toEqual({ status: "pending,dead" });
});

test("a span becomes the moment at which it begins now", () => {
  const now = Date.parse("2026-11-22T12:00:00.000Z");
  expect(asked({ type: "a", created_last: "1h" }, now)).toEqual({ type: "a", created_after: "2026-11-22T11:00:00.000Z" });
});

test("whoever asks for ends sees the last of them first", () => {
  expect(sortOf({ finished_last: "1h" })).toBe("-finished_at");
  expect(sortOf({ finished_last: "1h", sort: "created_at" })).toBe("created_at");
  expect(sortOf({})).toBe("-created_at");
});
