import { describe, expect, test } from "vitest";
import { previewRecipe } from "@/engine/recipe";
import type { Step } from "@/lib/datasets/recipe";
import { frameOf, stored, textFrame } from "./recipe-tables";

const preview = async (frame: Parameters<typeof stored>[0], steps: Step[], first?: number) =>
  previewRecipe({ table: await stored(frame), steps, limit: 20, ...(first ? { first } : {}) });

describe("a step answers with what it does", () => {
  test("rows in and out, step by step", async () => {
    const { effects, rows } = await preview(frameOf({ n: [1, 2, 2, null] }), [
      { kind: "missing", columns: ["n"], how: "drop" },
      { kind: "deduplicate", columns: [] },
      { kind: "filter", formula: "n > 1", disabled: true },
    ]);
    expect(effects.map(({ rowsIn, rowsOut }) => [rowsIn, rowsOut])).toEqual([
      [4, 3],
      [3, 2],
      [2, 2],
    ]);
    expect(rows).toBe(2);
  });

  test("cells changed and cells that failed, with what they were", async () => {
    const { effects, changed, sample } = await preview(textFrame("t", ["1", "2,5", null, "3.50", "x"]), [
      { kind: "type", column: "t", type: "number", otherwise: "missing" },
    ]);
    expect(effects[0]).toMatchObject({ changed: 3, failed: 2, missing: 0 });
    expect(effects[0]!.examples).toEqual([
      { row: 1, column: "t", before: "2,5", after: null },
      { row: 3, column: "t", before: "3.50", after: "3.5" },
      { row: 4, column: "t", before: "x", after: null },
    ]);
    expect(changed).toEqual([
      { row: 1, column: "t", before: "2,5" },
      { row: 3, column: "t", before: "3.50" },
      { row: 4, column: "t", before: "x" },
    ]);
    expect(sample.rows).toBe(5);
  });

  test("cells that are filled where a condition is true, and no others", async () => {
    const { effects, sample } = await preview(frameOf({ n: [null, null, 3], k: [1, 2, 3] }), [
      { kind: "missing", columns: ["n"], how: "value", value: 9, where: "k > 1" },
    ]);
    expect(effects[0]).toMatchObject({ changed: 1, missing: 0 });
    expect(effects[0]!.examples).toEqual([{ row: 1, column: "n", before: null, after: "9" }]);
    expect(sample.columns[0]).toMatchObject({ values: Float64Array.of(Number.NaN, 9, 3) });
  });

  test("new columns by name, with their first cells and those without a value", async () => {
    const { effects } = await preview(frameOf({ n: [4, -1, 9] }), [
      { kind: "derive", name: "root", formula: "sqrt(n)" },
      { kind: "drop", columns: ["n"] },
    ]);
    expect(effects[0]).toMatchObject({ added: ["root"], missing: 1, changed: 0 });
    expect(effects[0]!.examples).toEqual([
      { row: 0, column: "root", before: null, after: "2" },
      { row: 2, column: "root", before: null, after: "3" },
    ]);
    expect(effects[1]).toMatchObject({ dropped: ["n"], rowsOut: 3 });
  });

  test("five examples at most, over the columns in turn", async () => {
    const cells = Array.from({ length: 50 }, () => null);
    const { effects } = await preview(frameOf({ a: cells, b: cells }), [
      { kind: "missing", columns: ["a", "b"], how: "value", value: 0 },
    ]);
    expect(effects[0]!.changed).toBe(100);
    expect(effects[0]!.examples.map(({ row, column }) => `${column}${row}`)).toEqual([
      "a0",
      "b0",
      "a1",
      "b1",
      "a2",
    ]);
  });

  test("of the first rows alone when it is asked for these", async () => {
    const { effects, rows } = await preview(
      frameOf({ n: Array.from({ length: 100 }, (_, i) => i) }),
      [{ kind: "filter", formula: "n >= 5" }],
      10,
    );
    expect(effects[0]).toMatchObject({ rowsIn: 10, rowsOut: 5 });
    expect(rows).toBe(5);
  });

  test("a condition that would leave two types in a column is refused", async () => {
    await expect(
      preview(textFrame("t", ["1"]), [{ kind: "type", column: "t", type: "number", where: "t = '1'" }]),
    ).rejects.toThrow('Step 1 (type): t would hold two types, text and number: leave out "only where".');
  });
});

describe("missing cells", () => {
  test("are filled by what is typical of their group, or of all rows for an unknown one", async () => {
    const frame = {
      rows: 6,
      columns: [
        {
          name: "n",
          type: "number" as const,
          values: Float64Array.of(1, 3, Number.NaN, 10, Number.NaN, Number.NaN),
        },
        { name: "g", type: "integer" as const, values: Float64Array.of(1, 1, 1, 2, 2, 3) },
      ],
    };
    const { sample } = await preview(frame, [{ kind: "missing", columns: ["n"], how: "mean", by: "g" }]);
    expect(sample.columns[0]).toMatchObject({ values: Float64Array.of(1, 3, 2, 10, 10, 14 / 3) });
  });

  test("are filled by the row before, in each group", async () => {
    const frame = frameOf({ n: [1, null, null, 4, null], g: [1, 2, 1, 2, 2] });
    const plain = await preview(frame, [{ kind: "missing", columns: ["n"], how: "forward" }]);
    expect(plain.sample.columns[0]).toMatchObject({ values: Float64Array.of(1, 1, 1, 4, 4) });
    const grouped = await preview(frame, [{ kind: "missing", columns: ["n"], how: "forward", by: "g" }]);
    expect(grouped.sample.columns[0]).toMatchObject({ values: Float64Array.of(1, Number.NaN, 1, 4, 4) });
  });
});
