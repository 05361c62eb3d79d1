// The table: what stands in it, how it is walked through, chosen from and sorted, and how it looks on a phone.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { ConfirmDialog } from "~/components/dialog";
import { type Column, Table, type TableProps } from "~/components/table";
import { show } from "~/test/render";

interface Fruit {
  name: string;
  colour: string | null;
}

const FRUITS: Fruit[] = ["apple", "banana", "cherry", "damson", "elder"].map((name) => ({ name, colour: name === "cherry" ? null : "ripe" }));
const COLUMNS: readonly Column<Fruit>[] = [
  { key: "name", title: "Fruit", phone: "main", sortable: true, cell: ({ name }) => <b>{name}</b> },
  { key: "colour", title: "Colour", cell: ({ colour }) => colour },
];

/** A window in which there is room for some rows: nothing here is laid out, so all has to be told how high it is. */
beforeEach(() => {
  vi.stubGlobal("innerHeight", 600);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(44);
});

function Fruits(given: Partial<TableProps<Fruit>>) {
  return <Table label="Fruits" columns={COLUMNS} rows={FRUITS} rowKey={({ name }) => name} {...given} />;
}

function Choosing({ told }: { told: (names: string[]) => void }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const onChange = (now: ReadonlySet<string>) => {
    setSelected(now);
    told([...now]);
  };
  return <Fruits selection={{ selected, onChange }} />;
}

function Eat() {
  return (
    <ConfirmDialog trigger={<button type="button">eat</button>} title="Eat it?" verb="Eat" onConfirm={() => Promise.resolve()}>
      It is gone then.
    </ConfirmDialog>
  );
}

const rows = () => screen.getAllByRole("row").slice(1);
const aPhone = () => vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: vi.fn(), removeEventListener: vi.fn() }));

test("a table is read aloud as one, with its size", async () => {
  await show(<Fruits />);
  const table = screen.getByRole("table", { name: "Fruits" });
  expect(table.getAttribute("aria-rowcount")).toBe("6");
  expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["Fruit", "Colour"]);
  expect(rows().map((row) => within(row).getAllByRole("cell")[0]?.textContent)).toEqual(FRUITS.map(({ name }) => name));
});

test("of very many rows only those in sight are there", async () => {
  const many = Array.from({ length: 100_000 }, (_, at) => ({ name: `fruit ${at}`, colour: null }));
  await show(<Fruits rows={many} />);
  expect(rows().length).toBeGreaterThan(10);
  expect(rows().length).toBeLessThan(60);
});

test("arrows, Home and End walk through the rows, and Enter opens one", async () => {
  const open = vi.fn();
  await show(<Fruits onOpen={open} />);
  rows()[0]?.focus();
  await userEvent.keyboard("{ArrowDown}j{ArrowUp}");
  await vi.waitFor(() => expect(document.activeElement).toBe(rows()[1]));
  await userEvent.keyboard("{Enter}");
  expect(open).toHaveBeenLastCalledWith(FRUITS[1]);
  await userEvent.keyboard("{End}");
  await vi.waitFor(() => expect(document.activeElement).toBe(rows()[4]));
  await userEvent.keyboard("{Home}");
  await vi.waitFor(() => expect(document.activeElement).toBe(rows()[0]));
});

test("a click opens a row; on what has a meaning of its own it does not", async () => {
  const open = vi.fn();
  await show(<Fruits onOpen={open} columns={[...COLUMNS, { key: "act", title: "Act", cell: () => <button type="button">eat</button> }]} />);
  await userEvent.click(screen.getAllByRole("button", { name: "eat" })[0] as HTMLElement);
  expect(open).not.toHaveBeenCalled();
  await userEvent.click(screen.getByText("banana"));
  expect(open).toHaveBeenCalledExactlyOnceWith(FRUITS[1]);
});

test("rows are chosen one by one, from one to another with Shift, and all together", async () => {
  const told = vi.fn();
  const hands = userEvent.setup();
  await show(<Choosing told={told} />);
  await hands.click(screen.getByLabelText("Select banana"));
  await hands.keyboard("{Shift>}");
  await hands.click(screen.getByLabelText("Select damson"));
  await hands.keyboard("{/Shift}");
  expect(told.mock.lastCall?.[0]).toEqual(["banana", "cherry", "damson"]);
  rows()[0]?.focus();
  await hands.keyboard("x");
  expect(told.mock.lastCall?.[0]).toHaveLength(4);
  await userEvent.click(screen.getByLabelText("Select all that are shown"));
  expect(told.mock.lastCall?.[0]).toHaveLength(5);
  await userEvent.click(screen.getByLabelText("Select all that are shown"));
  expect(told.mock.lastCall?.[0]).toEqual([]);
});

test("a column is sorted by its title, the largest first, then the other way round", async () => {
  const sort = vi.fn();
  const { unmount } = await show(<Fruits sort={{ key: "colour", descending: true }} onSort={sort} />);
  await userEvent.click(screen.getByRole("button", { name: "Fruit" }));
  expect(sort).toHaveBeenLastCalledWith({ key: "name", descending: true });
  expect(screen.queryByRole("button", { name: "Colour" })).toBeNull();
  unmount();
  await show(<Fruits sort={{ key: "name", descending: true }} onSort={sort} />);
  expect(screen.getByRole("columnheader", { name: "Fruit" }).getAttribute("aria-sort")).toBe("descending");
  await userEvent.click(screen.getByRole("button", { name: "Fruit" }));
  expect(sort).toHaveBeenLastCalledWith({ key: "name", descending: false });
});

test("on a phone a row is a card whose lines have titles, but for those that are empty", async () => {
  aPhone();
  await show(<Fruits />);
  expect(within(rows()[0] as HTMLElement).getByText("Colour")).toBeTruthy();
  expect(within(rows()[2] as HTMLElement).queryByText("Colour")).toBeNull();
});

test("a click in a dialog that a row has opened, or beside it, does not open the row", async () => {
  const open = vi.fn();
  await show(<Fruits onOpen={open} columns={[...COLUMNS, { key: "act", title: "Act", cell: () => <Eat /> }]} />);
  await userEvent.click(screen.getAllByRole("button", { name: "eat" })[0] as HTMLElement);
  await userEvent.click(await screen.findByText("It is gone then."));
  expect(open).not.toHaveBeenCalled();
});
