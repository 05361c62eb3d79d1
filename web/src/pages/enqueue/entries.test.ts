// Many jobs out of a text: what is wrong is told by its place, and what was not made remains.
import { expect, test } from "vitest";
import { batch, read, rest } from "~/pages/enqueue/entries";

test("an array and lines mean the same", () => {
  const jobs = [{ type: "a", payload: { n: 1 } }, { type: "b", tags: { x: "[1]" } }];
  const lines = jobs.map((job) => JSON.stringify(job)).join("\n\n");
  for (const text of [JSON.stringify(jobs, null, 2), lines]) expect(read(text).entries.map((entry) => entry.job)).toEqual(jobs);
});

test.each([
  ['{"type": "a"}\n{"type": a}', "Line 2, column 10"],
  ['{"type": "a"}\n\n{"payload": 1}', "Line 3"],
  ['[{"type": "a"},\n {"type": "a",}]', "Line 2, column 15"],
  ['[{"type": "a"}, {"typ": "a"}]', "Entry 2"],
  ['[{"type": "a"}, 5]', "Entry 2"],
  ['{"type": "a", "queue": "x"}', "Line 1"],
])("%s is wrong at %s", (text, place) => {
  expect(read(text).wrong.map((one) => one.place)).toEqual([place]);
});

test("what was made is taken out, and the rest reads as it did", () => {
  const found = read('[{"type": "a"}, {"type": "b"}, {"type": "c"}]');
  expect(read(rest(found, 2)).entries.map((entry) => entry.job.type)).toEqual(["c"]);
  expect(rest(found, 3)).toBe("");
});

const entry = (size: number) => ({ job: { type: "a" }, text: "x".repeat(size) });

test("batches end by number, and by size", () => {
  expect(batch(Array.from({ length: 9 }, () => entry(1)), 2, 5)).toHaveLength(5);
  expect(batch(Array.from({ length: 9 }, () => entry(2 ** 21)), 0, 500)).toHaveLength(2);
  expect(batch([entry(2 ** 24)], 0, 500)).toHaveLength(1);
});
