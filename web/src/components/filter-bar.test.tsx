// The search of a list: told when typing pauses, and never in the way of who types.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { SearchField } from "~/components/filter-bar";
import { show } from "~/test/render";

function Searching({ told }: { told: (text: string) => void }) {
  const [value, setValue] = useState("");
  const change = (text: string) => {
    told(text);
    setValue(text);
  };
  return (
    <>
      <SearchField label="Search" value={value} onChange={change} />
      <button type="button" onClick={() => setValue("")}>
        clear
      </button>
      <button type="button" onClick={() => setValue("timeout")}>
        back
      </button>
    </>
  );
}

const PATIENT = { timeout: 4_000 }; // ms

const field = () => screen.getByRole<HTMLInputElement>("searchbox");

test("a pause before the next word keeps the space", async () => {
  const told = vi.fn();
  await show(<Searching told={told} />);
  await userEvent.type(field(), "timeout ");
  await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith("timeout"), PATIENT);
  expect(field().value).toBe("timeout ");
  await userEvent.type(field(), "after");
  await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith("timeout after"), PATIENT);
  expect(told).toHaveBeenCalledTimes(2);
});

test("what changes elsewhere is shown, also when it is what was typed before", async () => {
  await show(<Searching told={vi.fn()} />);
  await userEvent.type(field(), "timeout{Enter}");
  await userEvent.click(screen.getByText("clear"));
  expect(field().value).toBe("");
  await userEvent.click(screen.getByText("back"));
  expect(field().value).toBe("timeout");
});
