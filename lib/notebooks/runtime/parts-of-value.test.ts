import * as aq from "arquero";
import { expect, test } from "vitest";
import { partOfTable, partOfValue } from "./parts-of-value";

test("a value is kept as its text, with what was left out", () => {
  expect(partOfValue({ a: 1 })).toEqual({ kind: "text", text: '{\n "a": 1\n}', cut: 0 });
  expect(partOfValue("x".repeat(4_010))).toEqual({ kind: "text", text: "x".repeat(4_000), cut: 10 });
  expect(partOfValue(undefined)).toEqual({ kind: "text", text: "undefined", cut: 0 });
});

test("a table is kept by its first rows, exactly, with how many it has", () => {
  const id = 12345678901234567890n;
  const day = new Date(Date.UTC(2020, 0, 1));
  const table = aq.table({ size: [0.1 + 0.2, null], row: [id, NaN], day: [null, day] });
  expect(partOfValue(table)).toEqual({
    kind: "table",
    columns: [
      { name: "size", type: "number" },
      { name: "row", type: "text" },
      { name: "day", type: "date" },
    ],
    rows: [
      ["0.30000000000000004", "12345678901234567890", null],
      [null, "NaN", "2020-01-01T00:00:00.000Z"],
    ],
    total: 2,
  });
  const mixed = aq.table({ a: [1n, 2n], b: [-0, 1], c: [true, null], d: [{ x: 1 }, new Date(NaN)] });
  expect(partOfValue(mixed)).toMatchObject({
    columns: [{ type: "bigint" }, { type: "number" }, { type: "boolean" }, { type: "text" }],
    rows: [
      ["1", "-0", "true", '{\n "x": 1\n}'],
      ["2", "1", null, "Invalid Date"],
    ],
  });
  const long = partOfTable(aq.table({ h: Float64Array.from({ length: 1_000 }, (_, i) => i) }) as never);
  expect(long).toMatchObject({ total: 1_000, rows: { length: 200 } });
  const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`c${i}`, Array(50).fill(i)]));
  expect(partOfTable(aq.table(wide) as never)).toMatchObject({ total: 50, rows: { length: 10 } });
});
