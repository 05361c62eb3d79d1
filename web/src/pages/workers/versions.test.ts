// Versions that run beside each other, and which of them is the old one.
import { expect, test } from "vitest";
import { differing, isOld } from "~/pages/workers/versions";
import * as factories from "~/test/factories";

const old = factories.worker({ id: "a", version: "0.1.0", started_at: "2026-11-22T09:00:00Z" });
const other = factories.worker({ id: "b", version: "0.1.0", started_at: "2026-11-22T09:01:00Z" });
const fresh = factories.worker({ id: "c", version: "0.2.0", started_at: "2026-11-22T10:00:00Z" });
const overHttp = factories.worker({ id: "d", kind: "http", version: "7", started_at: "2026-11-22T11:00:00Z" });

test("workers of one version differ in nothing, whatever those over HTTP are", () => {
  expect(differing([old, other, overHttp])).toEqual([]);
  expect(isOld(old, [old, other, overHttp])).toBe(false);
});

test("during a deploy those that started before are of the old version", () => {
  const all = [fresh, old, other];
  expect(differing(all)).toEqual([[{ version: "0.1.0", workers: 2 }, { version: "0.2.0", workers: 1 }]]);
  expect(all.map((worker) => isOld(worker, all))).toEqual([false, true, true]);
});
