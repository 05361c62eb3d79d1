// A queue's card: its figures, and the buttons that its state and the caller allow.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { ApiError } from "~/api/error";
import { QueueCard } from "~/pages/queues/queue-card";
import * as factories from "~/test/factories";
import { show } from "~/test/render";

test("a queue shows how much waits, how long, and how fast it is", async () => {
  await show(<QueueCard queue={factories.queue({ depth: 12345, oldest_age_seconds: 90, rate_per_minute: 7 })} />);
  expect(screen.getByText("12.3K").title).toBe("12,345");
  expect(screen.getByText("1 min 30 s")).toBeTruthy();
  expect(screen.getByText("7")).toBeTruthy();
});

test("each count leads to its jobs; what the service does not know is not shown", async () => {
  await show(<QueueCard queue={factories.queue({ running: 2, retrying: 4, scheduled: null })} />);
  expect(screen.getByRole("link", { name: "4 to retry" }).getAttribute("href")).toBe("/jobs?queue=mail&status=failed");
  expect(screen.getByRole("link", { name: "2 running" })).toBeTruthy();
  expect(screen.queryByText(/scheduled/)).toBeNull();
});

test("whoever may not hold a queue sees no button", async () => {
  await show(<QueueCard queue={factories.queue()} />);
  expect(screen.queryByRole("button")).toBeNull();
});

test("a queue is paused only after the question was answered", async () => {
  const pause = vi.fn(async () => undefined);
  await show(<QueueCard queue={factories.queue()} onPause={pause} />);
  await userEvent.click(screen.getByRole("button", { name: "Pause mail" }));
  expect(pause).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Pause it" }));
  expect(pause).toHaveBeenCalledOnce();
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

test("a refusal stays in the dialog, with what the service said", async () => {
  const refused = vi.fn().mockRejectedValue(new ApiError(503, "database_unavailable", "Postgres is away; try again shortly"));
  await show(<QueueCard queue={factories.queue({ paused: true })} onResume={refused} />);
  await userEvent.click(screen.getByRole("button", { name: "Resume mail" }));
  await userEvent.click(screen.getByRole("button", { name: "Resume it" }));
  expect(screen.getByRole("alert").textContent).toBe("Postgres is away; try again shortly");
});
