// A coming run is shown by the clock of its own zone, whatever the browser's zone is.
import { expect, test } from "vitest";
import { wall } from "~/pages/cron/wall";

test("the hour is the one that is written", () => {
  expect(wall("2026-11-23T02:30:00+01:00")).toEqual({ day: "Mon 23 Nov 2026", clock: "02:30", offset: "+01:00" });
});

test("UTC is an offset like any other", () => {
  expect(wall("2026-11-23T23:30:00.000Z")).toEqual({ day: "Mon 23 Nov 2026", clock: "23:30", offset: "+00:00" });
});
