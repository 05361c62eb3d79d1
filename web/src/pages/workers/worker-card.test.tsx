// A worker's card: what it runs, whether it is late, and what the caller may not know of it.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { WorkerCard } from "~/pages/workers/worker-card";
import * as factories from "~/test/factories";
import { show } from "~/test/render";

const running = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ id: `id-${number}`, type: `type_${number}`, attempt: 1, since: "2026-11-22T12:00:00.000Z" }));

test("a worker shows how full it is and what it runs, the further jobs on demand", async () => {
  await show(<WorkerCard worker={factories.worker({ busy: 7, jobs: running(7) })} old={false} />);
  expect(screen.getByText("7 of 8 busy")).toBeTruthy();
  expect(screen.queryByText("type_6")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "and 2 more" }));
  expect(screen.getByRole("link", { name: "type_6" }).getAttribute("href")).toBe("/jobs/id-6");
});

test("a process that has not beaten for long is late, one over HTTP may wait in a lease", async () => {
  await show(<WorkerCard worker={factories.worker({ heartbeat_age_seconds: 40 })} old={false} />);
  expect(screen.getByText("late")).toBeTruthy();
  await show(<WorkerCard worker={factories.worker({ id: "b", kind: "http", heartbeat_age_seconds: 40 })} old={false} />);
  expect(screen.getAllByText("late")).toHaveLength(1);
});

test("of a machine that the caller may not know, nothing is shown", async () => {
  const { host: _host, pid: _pid, busy: _busy, jobs: _jobs, jobs_done: _done, ...rest } = factories.worker();
  await show(<WorkerCard worker={rest} old={false} />);
  expect(screen.getByText("8 slots")).toBeTruthy();
  expect(screen.queryByText(/pid/)).toBeNull();
  expect(screen.queryByText("Since then")).toBeNull();
});
