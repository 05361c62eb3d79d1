// What is written in the form becomes the request that is meant, or is told at its field.
import { expect, test } from "vitest";
import { copyOf, EMPTY, request } from "~/pages/enqueue/draft";
import * as factories from "~/test/factories";

const sent = (given: object) => {
  const written = request({ ...EMPTY, type: "send_email", ...given });
  return written.ok ? written.job : written.field;
};

test("what was left empty is not sent", () => {
  expect(sent({})).toEqual({ type: "send_email", payload: {}, priority: 5 });
});

test("a time is the reader's, and is sent with its zone", () => {
  expect(sent({ when: "at", at: "2027-03-01T09:30" })).toMatchObject({ scheduled_at: new Date(2027, 2, 1, 9, 30).toISOString() });
  expect(sent({ when: "in", delay: "1.5", unit: "hours" })).toMatchObject({ delay_ms: 5_400_000 });
});

test.each([
  [{ type: "" }, "type"],
  [{ payload: "{'a': 1}" }, "payload"],
  [{ when: "at", at: "" }, "scheduled_at"],
  [{ when: "in", delay: "" }, "delay_ms"],
  [{ tags: [{ name: "a", value: "1" }, { name: "a", value: "2" }] }, "tags"],
])("%j is told at its field", (given, field) => {
  expect(sent(given)).toBe(field);
});

test("a copy asks for the same, now, and is of no schedule", () => {
  const job = factories.job({ max_attempts: 3, tags: { schedule: "id", customer: "42" }, timeout_seconds: 30, scheduled_at: "2030-01-01T00:00:00.000Z" });
  expect(request(copyOf(job))).toEqual({
    ok: true,
    job: { type: job.type, payload: job.payload, priority: 5, queue_name: "default", retries: 2, timeout_seconds: 30, tags: { customer: "42" } },
  });
});
