// The JSON editor: what is typed, where it is wrong, and how it is made tidy.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Field } from "~/components/field";
import { JsonEditor } from "~/components/json-editor";
import { show } from "~/test/render";

function Editor({ first }: { first: string }) {
  const [text, setText] = useState(first);
  return <Field label="Payload">{(tied) => <JsonEditor {...tied} value={text} onChange={setText} />}</Field>;
}

const area = () => screen.getByLabelText<HTMLTextAreaElement>("Payload");

test("what is no JSON is told with its place, which a press leads to", async () => {
  await show(<Editor first={'{\n  "to": nobody\n}'} />);
  expect(area().getAttribute("aria-invalid")).toBe("true");
  const problem = screen.getByRole("button", { name: /^Line 2, column 9/ });
  await userEvent.click(problem);
  expect(document.activeElement).toBe(area());
  expect(area().selectionStart).toBe('{\n  "to": '.length);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Tidy" }).disabled).toBe(true);
});

test("mended it is said to be valid", async () => {
  await show(<Editor first="[1," />);
  await userEvent.type(area(), "2]");
  expect(screen.getByText("Valid JSON")).toBeTruthy();
  expect(area().getAttribute("aria-invalid")).toBeNull();
});

test("it is made tidy; a number that would lose digits is told instead", async () => {
  await show(<Editor first='{"id":1,"tags":["a"]}' />);
  await userEvent.click(screen.getByRole("button", { name: "Tidy" }));
  expect(area().value).toBe('{\n  "id": 1,\n  "tags": [\n    "a"\n  ]\n}');
  await userEvent.clear(area());
  await userEvent.type(area(), "12345678901234567890");
  expect(screen.getByRole("button", { name: /^Line 1, column/ })).toBeTruthy();
});

test("a new line begins as deep as the one before, deeper after a bracket, and each has its number", async () => {
  await show(<Editor first="" />);
  await userEvent.type(area(), '{{{Enter}"a": [[{Enter}1');
  expect(area().value).toBe('{\n  "a": [\n    1');
  expect(screen.getByText("3")).toBeTruthy();
});
