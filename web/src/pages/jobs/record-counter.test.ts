// Rows of a download are counted as they come, wherever the chunks are cut.
import { expect, test } from "vitest";
import { RecordCounter } from "~/pages/jobs/record-counter";

const count = (csv: boolean, ...chunks: string[]) => {
  const counter = new RecordCounter(csv);
  for (const chunk of chunks) counter.feed(new TextEncoder().encode(chunk));
  return counter.rows;
};

test("the heading of a CSV is no row, and a cell may have lines", () => {
  expect(count(true, 'id,error\r\n1,"Trace', 'back\nline ""2""\n"\r\n2,\r\n')).toBe(2);
});

test("each line of JSON lines is a row, whatever quotes it has", () => {
  expect(count(false, '{"a":"\\""}\n', "{}\n")).toBe(2);
});

test("nothing yet is no row", () => expect(count(true)).toBe(0));
