// The chart: what it hands to uPlot, which draws on a canvas that tests have not.
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import type uPlot from "uplot";
import Chart, { type Line } from "~/components/chart";
import { show } from "~/test/render";

const drawn = vi.hoisted(() => ({ made: vi.fn(), setData: vi.fn(), setSize: vi.fn(), destroy: vi.fn() }));
vi.mock("uplot", () => ({
  default: class {
    constructor(...given: unknown[]) {
      drawn.made(...given);
    }
    setData = drawn.setData;
    setSize = drawn.setSize;
    destroy = drawn.destroy;
  },
}));

beforeEach(() => Object.values(drawn).forEach((call) => call.mockReset()));

const TIMES = [1_795_000_000, 1_795_000_060, 1_795_000_120];
const lines = (values: Line["values"]): Line[] => [{ name: "Done", colour: "--good", values, filled: true }];
const options = () => drawn.made.mock.lastCall?.[0] as uPlot.Options;

test("a chart is named, and drawn once from its lines over their times", async () => {
  const { getByRole } = await show(<Chart label="Jobs done a minute" times={TIMES} lines={lines([1, null, 3])} />);
  expect(getByRole("img", { name: "Jobs done a minute" })).toBeTruthy();
  expect(drawn.made).toHaveBeenCalledOnce();
  expect(drawn.made.mock.lastCall?.[1]).toEqual([TIMES, [1, null, 3]]);
});

test("its axis begins at nothing, leaves room above, and is written as the caller says", async () => {
  await show(<Chart label="Waits" times={TIMES} lines={lines([1, 2, 40])} written={(ms) => `${ms} ms`} />);
  const range = options().scales?.["y"]?.range as unknown as (plot: null, least: number, most: number) => [number, number];
  expect(range(null, 20, 40)).toEqual([0, 46]);
  expect(range(null, 0, 0)).toEqual([0, 1]);
  const written = options().axes?.[1]?.values as unknown as (plot: null, ticks: number[]) => string[];
  expect(written(null, [0, 20])).toEqual(["0 ms", "20 ms"]);
});

test("a value without neighbours is marked by a point, as no line shows it", async () => {
  await show(<Chart label="Jobs" times={TIMES} lines={lines([1, null, 3])} />);
  const points = options().series[1]?.points?.filter as unknown as (plot: { data: unknown[] }, line: number) => number[];
  expect(points({ data: [TIMES, [1, null, 3]] }, 1)).toEqual([0, 2]);
  expect(points({ data: [TIMES, [1, 2, 3]] }, 1)).toEqual([]);
});

test("new values move it, another set of lines draws it anew, and it is gone with its place", async () => {
  const two = [...lines([2, 3, 4]), { name: "Failed", colour: "--bad", values: [0, 0, 1] }];
  const view = await show(<Steps of={[lines([1, 2, 3]), lines([2, 3, 4]), two]} />);
  await userEvent.click(view.getByRole("button"));
  expect(drawn.setData).toHaveBeenLastCalledWith([TIMES, [2, 3, 4]]);
  expect(drawn.made).toHaveBeenCalledOnce();
  await userEvent.click(view.getByRole("button"));
  expect(drawn.destroy).toHaveBeenCalledOnce();
  expect(options().series).toHaveLength(3);
  view.unmount();
  expect(drawn.destroy).toHaveBeenCalledTimes(2);
});

/** A chart, the next of whose sets of lines a press shows. */
function Steps({ of: sets }: { of: Line[][] }) {
  const [at, setAt] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setAt(at + 1)}>
        on
      </button>
      <Chart label="Jobs" times={TIMES} lines={sets[at] ?? []} />
    </>
  );
}
