// The address of the live page: what it says is kept, what it cannot mean is dropped.
import { expect, test } from "vitest";
import { EVENTS } from "~/pages/live/look";
import { liveSearch } from "~/pages/live/search";

test("kinds, names and text are kept, in one order", () => {
  expect(liveSearch({ kinds: "job.dead,job.failed", type: 5, q: "x" })).toEqual({ kinds: "job.failed,job.dead", type: "5", q: "x" });
});

test("every kind is the same as none, and an unknown one is dropped", () => {
  expect(liveSearch({ kinds: EVENTS.join(",") })).toEqual({});
  expect(liveSearch({ kinds: "job.exploded", queue: "", other: "x" })).toEqual({});
});
