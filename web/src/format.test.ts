// Spans, moments and counts at the edges of their units.
import { describe, expect, test } from "vitest";
import * as format from "~/format";

describe("duration", () => {
  test.each([
    [0, "0 ms"],
    [-5, "0 ms"],
    [0.4, "0 ms"],
    [849.6, "850 ms"],
    [1000, "1 s"],
    [4_210, "4.2 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min"],
    [190_000, "3 min 10 s"],
    [3_599_600, "1 h"],
    [7_260_000, "2 h 1 min"],
    [187_200_000, "2 d 4 h"],
    [86_400_000 * 1234, "1,234 d"],
  ])("%d ms is %s", (ms, text) => expect(format.duration(ms)).toBe(text));
});

describe("ago", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  test.each([
    ["2026-11-22T11:59:58Z", "just now"],
    ["2026-11-22T12:00:03Z", "in a moment"],
    ["2026-11-22T11:59:30Z", "30 seconds ago"],
    ["2026-11-22T11:57:00Z", "3 minutes ago"],
    ["2026-11-22T14:00:00Z", "in 2 hours"],
    ["2026-11-21T12:00:00Z", "yesterday"],
    ["2026-11-01T12:00:00Z", "21 days ago"],
  ])("%s is %s", (value, text) => expect(format.ago(value, now)).toBe(text));
});

test("counts keep their thousands apart, and become short where there is little room", () => {
  expect(format.count(1234567)).toBe("1,234,567");
  expect(format.compact(9999)).toBe("9,999");
  expect(format.compact(12_345)).toBe("12.3K");
  expect(format.counted(1, "job")).toBe("1 job");
  expect(format.counted(2, "entry", "entries")).toBe("2 entries");
});

test("bytes and shares", () => {
  expect(format.bytes(0)).toBe("0 B");
  expect(format.bytes(262_144)).toBe("256 KiB");
  expect(format.bytes(1_600_000)).toBe("1.5 MiB");
  expect(format.percent(0.125)).toBe("12.5%");
  expect(format.percent(1)).toBe("100%");
});

test("an id is shortened only where that saves something", () => {
  expect(format.shortId("short")).toBe("short");
  expect(format.shortId("01a20065-9d2e-7c3a-8f00-0123456789ab")).toBe("01a20065…89ab");
});
