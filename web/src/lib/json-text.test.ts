// What people get wrong when they type JSON, and where they are told that it is.
import { describe, expect, test } from "vitest";
import * as jsonText from "~/lib/json-text";

describe("what is JSON is read as the browser reads it", () => {
  test.each([
    "{}",
    "[]",
    "null",
    " true ",
    '"a \\"quoted\\" \\u00e9 \\n"',
    "-0.5e-3",
    '{"a": [1, 2.5, {"b": null}], "__proto__": {"c": false}}',
    "9007199254740991",
  ])("%s", (text) => {
    expect(jsonText.read(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });
});

describe("what is none says what and where", () => {
  test.each([
    ["", "a value is missing here", 1, 1],
    ["{", "a name in double quotes is missing here", 1, 2],
    ['{"a": 1', "this is never closed: } is missing", 1, 1],
    ['{\n  "a": 1,\n}', "a comma too many", 3, 1],
    ['{\n  "a": 1\n  "b": 2\n}', "a comma or } is missing", 3, 3],
    ["{a: 1}", "a name in double quotes", 1, 2],
    ['{"a" 1}', "a colon is missing", 1, 6],
    ["{'a': 1}", "a name in double quotes", 1, 2],
    ["['a']", "strings stand in double quotes", 1, 2],
    ['{"a": NaN}', "NaN is no value of JSON", 1, 7],
    ['{"a": "b}', "this string is never closed", 1, 7],
    ['["b\n"]', "does not end on its line", 1, 2],
    ['["\\x"]', "with a backslash", 1, 2],
    ["[01]", "no number of JSON", 1, 2],
    ["[1.]", "no number of JSON", 1, 2],
    ["9007199254740993", "would lose digits", 1, 1],
    ["1e999", "too large", 1, 1],
    ['{"a": 1, "a": 2}', "stands here twice", 1, 10],
    ["{} {}", "nothing may follow", 1, 4],
    ["[1,\n 2", "this is never closed", 1, 1],
  ])("%s", (text, sentence, line, column) => {
    const reading = jsonText.read(text);
    expect(reading).toMatchObject({ ok: false, problem: { line, column } });
    expect(reading.ok || reading.problem.sentence).toContain(sentence);
  });
});
