// Lines for a terminal: a real shell must hand on what was meant, whatever a payload holds.
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { enqueueing, quoted } from "~/lib/curl";

/** The words as a shell hands them to a program. */
const words = (line: string, environment = {}) =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${line}`], { env: { ...process.env, ...environment } })
    .toString()
    .split("\0")
    .slice(0, -1);

test.each(["it's", "$(touch /tmp/x) `id` $HOME", 'a "b" \\ c', "line\nbreak", "-n", "é \u2028 🙂", "''", "!!"])("%j comes through", (text) => {
  expect(words(`curl ${quoted(text)}`)).toEqual([text]);
});

test("the request is whole, and the key is the shell's", () => {
  const job = { type: "send_email", payload: { to: "o'brien@example.com", note: "$KEY" } };
  const said = words(enqueueing("https://queue.example/api/v1/jobs", job, true), { KEY: "wq_secret" });
  expect(said).toContain("https://queue.example/api/v1/jobs");
  expect(said).toContain("X-API-Key: wq_secret");
  expect(JSON.parse(said.at(-1) ?? "")).toEqual(job);
});

test("where nobody is asked for a key none is sent", () => {
  expect(enqueueing("http://localhost:8080/api/v1/jobs", { type: "a" }, false)).not.toContain("KEY");
});
