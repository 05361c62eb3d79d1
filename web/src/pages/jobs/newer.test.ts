// What is said to be new: what came, not what moved up because rows before it left.
import { expect, test } from "vitest";
import { newer } from "~/pages/jobs/newer";
import type { Job, Part } from "~/services/jobs";
import * as factories from "~/test/factories";

const at = (minute: number): Job => factories.job({ id: `job-${minute}`, created_at: `2026-11-22T12:${minute}:00.000Z` });
const head = (...minutes: number[]): Part => ({ items: minutes.map(at), next: { cursor: "c", asked: {} }, searchedUntil: null });

test("jobs that were made since are new", () => {
  expect(newer([at(30), at(20)], head(50, 40, 30), "-created_at")).toBe(2);
});

test("a job that moved up from the next page is none", () => {
  expect(newer([at(30), at(20)], head(30, 10), "-created_at")).toBe(0);
});

test("where nothing was shown everything is new", () => {
  expect(newer([], head(30, 20), "-created_at")).toBe(2);
});

test("the oldest first: what was made since comes at the end, and is none", () => {
  expect(newer([at(10), at(20)], head(10, 20, 30), "created_at")).toBe(0);
});
