import { describe, expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import { newRowApplier, rowApplier } from "@/lib/datasets/apply-row";
import type { NamedTable } from "@/lib/datasets/engine";
import type { Value } from "@/lib/datasets/formulas/function";
import type { Row } from "@/lib/datasets/formula-evaluate";
import type { Step } from "@/lib/datasets/recipe";
import { readRow, writeRow } from "@/lib/datasets/row-values";
import { columnTypes, type ColumnSchema, type ColumnType } from "@/lib/frame/frame";
import { frameOfRows, hostileColumns, hostileRows } from "./formula-cases";
import { alike } from "./formula-values";
import { after, file, stored } from "./recipe-tables";

let table: NamedTable | undefined;
const integers: ColumnSchema = { name: "i0", type: "integer" };
const columns: ColumnSchema[] = [...hostileColumns, integers];
const rows: Row[] = hostileRows.map((row, i) =>
  new Map([...row].map(([name, value]) => [name, isHuge(value) ? 7 : value] as const)).set(
    "i0",
    i % 9 === 0 ? null : i % 5 === 0 ? 9007199254740991 - i : (i % 7) - 3,
  ),
);
/** The mean of such numbers would be none. */
function isHuge(value: Value): boolean {
  return typeof value === "number" && Math.abs(value) > 1e301;
}
const hostile = async () => (table ??= await stored(frameOfRows(rows, columns)));

/** What rows one by one give otherwise than all of them in DuckDB. */
async function differences(steps: Step[]): Promise<string[]> {
  const all = await hostile();
  const { fitted } = await runRecipe({ table: all, steps, out: file() });
  const apply = rowApplier({ columns: all.columns, steps, fitted });
  const one = rows.map(apply).filter((row) => row !== null);
  const { cells } = await after(all, steps);
  expect(one.length).toBe(cells.length);
  return one.flatMap((row, i) => {
    expect([...row.keys()]).toEqual(Object.keys(cells[i]!));
    return [...row]
      .filter(([name, value]) => !alike(value, cells[i]![name]!))
      .map(([name, value]) => `row ${i} ${name}: ${String(value)}, not ${String(cells[i]![name])}`);
  });
}

describe("rows one by one become what all of them become in DuckDB", () => {
  const numbers: ColumnType[] = ["number", "integer"];
  const possible = (before: ColumnType, type: ColumnType) =>
    before === "text" || type === "text" || before === type || (before !== "date" && type !== "date");
  const conversions = columns
    .filter(({ name }) => name.endsWith("0"))
    .flatMap(({ name, type: before }) =>
      columnTypes
        .filter((type) => possible(before, type))
        .map((type): Step => ({ kind: "type", column: name, type, otherwise: "missing" })),
    );
  const fills = columns.flatMap(({ name, type }) =>
    (["mean", "median", "mode"] as const)
      .filter((how) => how === "mode" || numbers.includes(type))
      .map((how): Step => ({ kind: "missing", columns: [name], how })),
  );
  const steps: Step[] = [
    ...conversions,
    ...fills,
    { kind: "missing", columns: ["n0", "i0"], how: "median", by: "b1" },
    { kind: "missing", columns: ["t0"], how: "mode", by: "i0" },
    { kind: "missing", columns: ["n2"], how: "mean", by: "t1", where: "n0 > 0" },
    { kind: "missing", columns: ["n0", "t0"], how: "drop" },
    { kind: "missing", columns: ["n0", "i0"], how: "value", value: 1.5 },
    { kind: "missing", columns: ["t0"], how: "value", value: 'it\'s "x"' },
    { kind: "missing", columns: ["d0"], how: "value", value: "2020-02-29" },
    { kind: "missing", columns: ["b0"], how: "value", value: "true" },
    { kind: "select", columns: ["t0", "n1", "t0"] },
    { kind: "drop", columns: ["t0", "n1"] },
    { kind: "rename", from: "n0", to: 'a "new" name' },
    { kind: "derive", name: "n0", formula: "n0 / n1 + i0" },
    { kind: "derive", name: "[odd] (name)", formula: "concat(t0, '|', text(d0))" },
    { kind: "filter", formula: "n0 > 0 or b0" },
    { kind: "days-since", column: "d0", date: "2000-01-01", name: "age" },
  ];
  test.each(steps.map((step) => [JSON.stringify(step), step] as const))("%s", async (_, step) => {
    expect((await differences([step])).slice(0, 5)).toEqual([]);
  });

  test("several steps, one of them switched off", async () => {
    const some: Step[] = [
      { kind: "derive", name: "z", formula: "log(n0)" },
      { kind: "filter", formula: "z > 100", disabled: true },
      { kind: "rename", from: "z", to: "y" },
      { kind: "missing", columns: ["y"], how: "mean" },
      { kind: "filter", formula: "y > 1" },
    ];
    expect((await differences(some)).slice(0, 5)).toEqual([]);
  });
});

test("a mean that is no number is not filled in", async () => {
  const huge: ColumnSchema[] = [{ name: "n", type: "number" }];
  const all = await stored(
    frameOfRows(
      [1.7e308, 1.7e308, null].map((n) => new Map([["n", n]])),
      huge,
    ),
  );
  await expect(
    runRecipe({ table: all, steps: [{ kind: "missing", columns: ["n"], how: "mean" }], out: file() }),
  ).rejects.toThrow("there is no mean of it");
});

test("a step that looks at other rows is refused with its place", () => {
  const steps: Step[] = [
    { kind: "rename", from: "n0", to: "x" },
    { kind: "deduplicate", columns: [] },
  ];
  expect(() => rowApplier({ columns, steps, fitted: [] })).toThrow(
    "Step 2 (deduplicate): it looks at other rows, so it cannot be done to a single row.",
  );
});

test("rows to be predicted are not dropped, and keep what was learned", () => {
  const steps: Step[] = [
    { kind: "deduplicate", columns: [] },
    { kind: "missing", columns: ["n0"], how: "drop" },
    { kind: "missing", columns: ["n1"], how: "mean" },
  ];
  const columnsOf = columns.slice(0, 2);
  const apply = newRowApplier({ columns: columnsOf, steps, fitted: [null, null, { n1: "2.5" }] });
  expect(writeRow(apply(readRow({ n1: null }, columnsOf))!)).toEqual({ n0: null, n1: 2.5 });
});

test("a row of JSON is read strictly, and dates travel as ISO text", () => {
  const row = readRow({ d0: "2020-01-31T12:00:00.000001Z", extra: 1 }, columns);
  expect(writeRow(row).d0).toBe("2020-01-31T12:00:00.000001Z");
  expect(() => readRow({ n0: "5" }, columns)).toThrow('n0: expected a number, found "5".');
  expect(() => readRow({ i0: 1.5 }, columns)).toThrow("i0: expected a whole number, found 1.5.");
});
