import { expect, test } from "vitest";
import { ndjsonCells } from "./ndjson-cells";

function read(...lines: string[]) {
  const cells = ndjsonCells();
  const records = lines.map((text, i) => cells.record(text, i + 1));
  return { records, columns: cells.columns() };
}
const typeOf = (...values: string[]) => read(...values.map((value) => `{"a":${value}}`)).columns[0]!.type;

test("strings stay text unless all are dates; numbers, truth values and dates are told", () => {
  expect(typeOf('"007"', '"1"')).toBe("text");
  expect(typeOf('"1e5"')).toBe("text");
  expect(typeOf('"true"')).toBe("text");
  expect(typeOf('"2020-01-01"', "null", '"2020-02-29T10:00:00.25Z"')).toBe("date");
  expect(typeOf('"2020-02-30"')).toBe("text");
  expect(typeOf("1", "null", "-20")).toBe("integer");
  expect(typeOf("1", "2.50", "1e5")).toBe("number");
  expect(typeOf("true", "false")).toBe("boolean");
  expect(typeOf("true", "1")).toBe("text");
  expect(typeOf("null")).toBe("text");
});

test("digits that a double would lose stay, marked", () => {
  const { records, columns } = read(
    '{"a":12345678901234567890123,"b":9007199254740991,"c":0.1000000000000000055}',
  );
  expect(records).toEqual(["12345678901234567890123,9007199254740991,0.1000000000000000055"]);
  expect(columns.map(({ type }) => type)).toEqual(["text", "integer", "number"]);
  expect(columns[2]!.note.rounded).toEqual({ count: 1, example: "0.1000000000000000055" });
  expect([typeOf("1e400"), typeOf("1e-400"), typeOf("0e5")]).toEqual(["text", "text", "number"]);
  expect(columns[0]!.note.kept).toEqual({ why: "digits", example: "12345678901234567890123" });
  expect(typeOf("0.1", "0.30000000000000004", "1.000000000000000056e-01")).toBe("number");
});

test("keys that differ in capitals alone, late ones and odd ones each have a column", () => {
  const { records, columns } = read(
    '{"a":1,"A":2}',
    "",
    '{"🪐":"x","a":null}',
    '{"a.\\"b":{"n":[1.50,12345678901234567890]}}',
  );
  expect(columns.map(({ name }) => name)).toEqual(["a", "A (2)", "🪐", 'a."b']);
  expect(records).toEqual(["1,2", null, ',,"x"', ',,,"{""n"":[1.50,12345678901234567890]}"']);
  expect(columns.map(({ missing }) => missing)).toEqual([2, 2, 2, 2]);
  expect(columns[0]!.note.missing).toEqual({ "": 1, null: 1 });
});

test.each([
  ['{"a":1', "Line 2 is not JSON"],
  ["[1]", "Line 2 is not a JSON object"],
  ["12345678901234567890", "Line 2 is not a JSON object"],
  ['{"a":"\\ud800"}', "Line 2 holds half a character"],
  ['{"a":1,"b":{"c":1,"c":2}}', "Line 2 has the key c twice"],
])("%s is refused with its line", (line, sentence) => {
  expect(() => read('{"a":1}', line)).toThrow(sentence);
});

test("keys that are whole numbers stand where the first line has them", () => {
  const { records, columns } = read('{"b":0,"2":1.50,"1":3}', '{"1":4,"0":5}');
  expect(columns.map(({ name }) => name)).toEqual(["b", "2", "1", "0"]);
  expect(records).toEqual(["0,1.50,3", ",,4,5"]);
});
