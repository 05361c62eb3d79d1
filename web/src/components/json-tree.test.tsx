// JSON as a tree: all of it, as text, whatever it says.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { JsonTree } from "~/components/json-tree";
import { show } from "~/test/render";

test("markup in a payload is text", async () => {
  const { container } = await show(<JsonTree label="Payload" value={{ "<b>": "<img src=x onerror=alert(1)>" }} />);
  expect(container.querySelector("img, b")).toBeNull();
  expect(screen.getByText('"<img src=x onerror=alert(1)>"')).toBeTruthy();
});

test("deep levels are folded until they are asked for", async () => {
  await show(<JsonTree label="Payload" value={{ a: { b: { c: "deep" } } }} open={1} />);
  expect(screen.queryByText('"deep"')).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /"a"/ }));
  await userEvent.click(screen.getByRole("button", { name: /"b"/ }));
  expect(screen.getByText('"deep"')).toBeTruthy();
});

test("a long list shows its beginning and all of it when asked", async () => {
  await show(<JsonTree label="Result" value={Array.from({ length: 150 }, (_, item) => item)} />);
  expect(screen.queryByText("149")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "50 more" }));
  expect(screen.getByText("149")).toBeTruthy();
});
