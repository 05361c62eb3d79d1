// Moments come out of the browser's fields as they went in.
import { expect, test } from "vitest";
import { inWords, toLocal, toMoment } from "~/pages/jobs/moments";

test("there and back is the same moment", () => {
  expect(toMoment(toLocal("2026-11-22T14:03:09.000Z"))).toBe("2026-11-22T14:03:09.000Z");
  expect(toMoment(toLocal(undefined))).toBeUndefined();
});

test("they are said in words", () => {
  expect(inWords({ finished_last: "1h" }, "finished")).toBe("ended in the last hour");
  expect(inWords({ finished_last: "1h" }, "created")).toBeNull();
});
