// The form of a schedule: what is typed, what is sent of it, and what is told before anything is sent.
import { expect, test } from "vitest";
import { blank, changes, type Draft, read } from "~/pages/cron/draft";

const draft = (given: Partial<Draft> = {}): Draft => ({ ...blank("UTC"), name: "nightly", type: "report", expression: "@daily", ...given });

function sent(given: Partial<Draft> = {}) {
  const reading = read(draft(given));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

test("what is left empty is left to the service", () => {
  expect(sent()).toMatchObject({ queue_name: null, priority: null, max_attempts: null, tags: null, payload: {} });
});

test("tags are read line by line, and a value may hold a colon", () => {
  expect(sent({ tags: "customer: 42\n\nurl: http://a" }).tags).toEqual({ customer: "42", url: "http://a" });
});

test("what cannot be sent is told at its field", () => {
  const reading = read(draft({ payload: "{", tags: "lonely", type: "" }));
  expect(reading.ok ? [] : Object.keys(reading.problems).toSorted()).toEqual(["job_type", "payload", "tags"]);
});

test("an edit names only what changed", () => {
  expect(changes(sent(), sent({ expression: "@hourly", tags: "a: b" }))).toEqual({ cron_expression: "@hourly", tags: { a: "b" } });
});
