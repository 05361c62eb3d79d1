// The one table: only the rows in sight are there, arrows walk through them, and on a phone each row is a small card.
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, type MouseEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { usePhone } from "~/hooks/use-media";
import { classes } from "~/lib/classes";

export interface Column<Row> {
  /** Its name in the code, and for `sort`. */
  key: string;
  title: string;
  /** Null: nothing to show, and on a phone no line for it. */
  cell: (row: Row) => ReactNode;
  /** A track of a CSS grid: `8rem`, `minmax(8rem, 2fr)`. */
  width?: string;
  align?: "start" | "end";
  /**
   * On a phone. `main`: at the top left; `side`: at the top right, one below the other; `line`: beside its title, among others;
   * `whole`: a line of its own; `acts`: at the bottom right; `hidden`: nowhere.
   */
  phone?: "main" | "side" | "line" | "whole" | "acts" | "hidden";
  /** It can be sorted by. */
  sortable?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

interface Selection {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
}

export interface TableProps<Row> {
  /** What the rows are, read aloud: `Jobs`. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** px of a row before it is measured, where it has more than one line: whoever comes back finds their place by it. */
  rowHeight?: number;
  /** Opens a row, by Enter or a click beside its links and buttons. */
  onOpen?: (row: Row) => void;
  selection?: Selection;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Below the rows: usually `<LoadMore>`. */
  foot?: ReactNode;
}

const ROW_HEIGHT = 44; // px, guessed before a row is measured
const PHONE_HEIGHT = 92;

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, rowHeight = ROW_HEIGHT, onOpen, selection, foot } = props;
  const phone = usePhone();
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState<string | null>(null); // the row that was chosen last: a range begins there

  // After every change, since what stands above may have grown; the same figure again changes nothing.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    if (body.current) setOffset(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
  });

  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (phone ? PHONE_HEIGHT : rowHeight),
    getItemKey: (index) => rowKey(rows[index] as Row),
    overscan: 12,
    scrollMargin: offset,
  });

  const choose = (key: string, range: boolean) => {
    if (!selection) return;
    const keys = rows.map(rowKey);
    const from = range && anchor !== null ? keys.indexOf(anchor) : -1;
    const to = keys.indexOf(key);
    const chosen = from < 0 ? [key] : keys.slice(Math.min(from, to), Math.max(from, to) + 1);
    selection.onChange(chosenAs(selection.selected, chosen, !selection.selected.has(key)));
    setAnchor(key);
  };
  const walk = (event: KeyboardEvent) => {
    const to = target(event.key, active, rows.length);
    if (to === null || !(event.target as HTMLElement).matches("[data-row]")) return;
    event.preventDefault();
    setActive(to);
    virtual.scrollToIndex(to, { align: "auto" });
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus());
  };
  const tracks = [selection && "2.75rem", ...columns.map((column) => column.width ?? "minmax(6rem, 1fr)")];
  const grid: CSSProperties = phone ? {} : { gridTemplateColumns: tracks.filter(Boolean).join(" ") };

  return (
    <div className="min-w-0">
      <div className={phone ? undefined : "overflow-x-auto"}>
        <div
          role="table"
          aria-label={label}
          aria-rowcount={rows.length + 1}
          className={phone ? undefined : "min-w-max md:min-w-[40rem]"}
          onKeyDown={walk}
        >
          <Head {...props} phone={phone} grid={grid} />
          <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index] as Row;
              const key = rowKey(row);
              return (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  data-row={item.index}
                  role="row"
                  aria-rowindex={item.index + 2}
                  tabIndex={item.index === Math.min(active, rows.length - 1) ? 0 : -1}
                  onFocus={() => setActive(item.index)}
                  onKeyDown={(event) => press(event, () => onOpen?.(row), selection && (() => choose(key, event.shiftKey)))}
                  onClick={(event) => onOpen && isPlain(event) && onOpen(row)}
                  className={classes(
                    "absolute inset-x-0 top-0 border-b last:border-b-0",
                    "focus-visible:z-10 focus-visible:-outline-offset-2",
                    selection?.selected.has(key) ? "bg-accent-soft" : "hover:bg-hover",
                    onOpen && "cursor-pointer",
                    phone ? "px-4 py-3" : "grid min-h-11 items-center",
                  )}
                  style={{ ...grid, transform: `translateY(${item.start - offset}px)` }}
                >
                  {phone ? (
                    <PhoneRow columns={columns} row={row} choice={selection && <Choice selection={selection} id={key} onChoose={choose} />} />
                  ) : (
                    <>
                      {selection && (
                        <div role="cell" className="flex justify-center">
                          <Choice selection={selection} id={key} onChoose={choose} />
                        </div>
                      )}
                      <Cells columns={columns as readonly Column<unknown>[]} row={row} />
                    </>
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {foot}
    </div>
  );
}

interface HeadProps<Row> extends TableProps<Row> {
  phone: boolean;
  grid: CSSProperties;
}

function Head<Row>({ columns, rows, rowKey, selection, sort, onSort, phone, grid }: HeadProps<Row>) {
  const all = selection && rows.length > 0 && rows.every((row) => selection.selected.has(rowKey(row)));
  return (
    <div role="rowgroup" className={phone ? "sr-only" : "border-b bg-sunken text-xs font-medium text-muted"}>
      <div role="row" aria-rowindex={1} className={phone ? undefined : "grid min-h-9 items-center"} style={grid}>
        {selection && (
          <div role="columnheader" className="flex justify-center">
            <input
              type="checkbox"
              aria-label="Select all that are shown"
              className="size-4 accent-accent"
              checked={all}
              tabIndex={phone ? -1 : 0}
              onChange={() => selection.onChange(all ? new Set() : new Set(rows.map(rowKey)))}
            />
          </div>
        )}
        {columns.map((column) => (
          <div
            key={column.key}
            role="columnheader"
            aria-sort={sort?.key === column.key ? (sort.descending ? "descending" : "ascending") : undefined}
            className={classes("min-w-0 truncate px-3 py-1.5", column.align === "end" && "text-right")}
          >
            {column.sortable && onSort && !phone ? <SortButton column={column} sort={sort} onSort={onSort} /> : column.title}
          </div>
        ))}
      </div>
    </div>
  );
}

interface SortButtonProps<Row> {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}

function SortButton<Row>({ column, sort, onSort }: SortButtonProps<Row>) {
  const mine = sort?.key === column.key;
  const Arrow = mine && !sort.descending ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className={classes("inline-flex items-center gap-1 hover:text-text", column.align === "end" && "flex-row-reverse")}
      onClick={() => onSort({ key: column.key, descending: mine ? !sort.descending : true })}
    >
      {column.title}
      <Arrow aria-hidden className={classes("size-3.5", !mine && "opacity-0")} />
    </button>
  );
}

/** Written anew only when the row or the columns change: the table itself is at every step of scrolling. */
const Cells = memo(function Cells({ columns, row }: { columns: readonly Column<unknown>[]; row: unknown }) {
  return columns.map((column) => (
    <div key={column.key} role="cell" className={classes("min-w-0 truncate px-3 py-2", column.align === "end" && "text-right")}>
      {column.cell(row)}
    </div>
  ));
});

function PhoneRow<Row>({ columns, row, choice }: { columns: readonly Column<Row>[]; row: Row; choice: ReactNode }) {
  const at = (place: Column<Row>["phone"]) => columns.filter((column) => (column.phone ?? "line") === place);
  return (
    <div className="flex gap-3">
      {choice && (
        <div role="cell" className="-mt-1">
          {choice}
        </div>
      )}
      <div className="min-w-0 flex-1 space-y-1.5">
        <div className="flex items-center justify-between gap-3">
          {at("main").map((column) => (
            <div key={column.key} role="cell" className="min-w-0 truncate font-medium">
              {column.cell(row)}
            </div>
          ))}
          <div className="flex shrink-0 flex-col items-end gap-1 empty:hidden">
            {at("side").map((column, nth) => (
              <div key={column.key} role="cell" className={nth > 0 ? "text-xs leading-4 text-muted" : undefined}>
                {nth > 0 && <span className="sr-only">{column.title} </span>}
                {column.cell(row)}
              </div>
            ))}
          </div>
        </div>
        {at("whole").map((column) => (
          <div key={column.key} role="cell" className="min-w-0 truncate">
            {column.cell(row)}
          </div>
        ))}
        <div className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
          {at("line").map((column) => (
            <Line key={column.key} title={column.title}>
              {column.cell(row)}
            </Line>
          ))}
        </div>
        {at("acts").map((column) => (
          <Below key={column.key}>{column.cell(row)}</Below>
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  title: string;
  children: ReactNode;
}

/** A cell with its title before it; nothing where it is empty. */
function Line({ title, children }: LineProps) {
  if (children === null) return null;
  return (
    <div role="cell" className="min-w-0 max-w-full truncate">
      <span className="text-faint">{title} </span>
      {children}
    </div>
  );
}

/** Buttons, a finger's width apart; nothing where there is none. */
function Below({ children }: { children: ReactNode }) {
  if (children === null) return null;
  return (
    <div role="cell" className="-mr-1.5 flex justify-end gap-2">
      {children}
    </div>
  );
}

interface ChoiceProps {
  selection: Selection;
  id: string;
  /** `range`: all from the row that was chosen last, as Shift means everywhere. */
  onChoose: (id: string, range: boolean) => void;
}

/** A box with room for a finger around it. */
function Choice({ selection, id, onChoose }: ChoiceProps) {
  return (
    <label className="-mx-2 grid size-8 cursor-pointer place-items-center">
      <input
        type="checkbox"
        aria-label={`Select ${id}`}
        className="size-4 accent-accent"
        checked={selection.selected.has(id)}
        onChange={({ nativeEvent }) => onChoose(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      />
    </label>
  );
}

function chosenAs(selected: ReadonlySet<string>, keys: readonly string[], chosen: boolean): ReadonlySet<string> {
  const next = new Set(selected);
  for (const key of keys) {
    if (chosen) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** The row to which a key leads; null where it is no such key. */
function target(key: string, from: number, rows: number): number | null {
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, j: from + 1, k: from - 1, Home: 0, End: rows - 1 }[key];
  return to === undefined || rows === 0 ? null : Math.min(rows - 1, Math.max(0, to));
}

function press(event: KeyboardEvent<HTMLElement>, open: () => void, choose?: () => void): void {
  if (event.target !== event.currentTarget) return;
  if (event.key === "Enter") open();
  else if ((event.key === " " || event.key.toLowerCase() === "x") && !event.ctrlKey && !event.metaKey && choose) {
    event.preventDefault();
    choose();
  }
}

/** Whether a click fell on the row itself: not on something in it that has a meaning of its own, nor on a dialog opened from it. */
function isPlain({ target, currentTarget: row }: MouseEvent<HTMLElement>): boolean {
  return target instanceof Element && row.contains(target) && !target.closest("a, button, input, select, label") && !getSelection()?.toString();
}
