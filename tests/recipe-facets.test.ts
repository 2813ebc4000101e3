import { describe, expect, test } from "vitest";
import { countFacet } from "@/engine/facets";
import { previewRecipe } from "@/engine/recipe";
import { formulaOfFacets, oppositeOf, type FacetChoice } from "@/lib/datasets/facets";
import type { NamedTable } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import { rowsOf, textColumn, type Frame } from "@/lib/frame/frame";
import { hostileTables } from "./fixtures/hostile-tables";
import { frameOf, stored, textFrame } from "./recipe-tables";

const facet = (table: NamedTable, column: string, more: Partial<Parameters<typeof countFacet>[0]> = {}) =>
  countFacet({ table, steps: [], column, where: null, search: null, offset: 0, limit: 50, ...more });

const rocks: Frame = {
  rows: 6,
  columns: [
    textColumn("kind", ["rock", "ice", "rock", null, "Röck", ""], 6),
    ...frameOf({ n: [1, 2, 3, 4, 5, null] }).columns,
  ],
};

describe("a facet counts all rows", () => {
  test("by value, the most frequent first, with what is missing and what is empty apart", async () => {
    const table = await stored(rocks);
    expect(await facet(table, "kind")).toMatchObject({
      as: "values",
      rows: 6,
      missing: 1,
      distinct: 4,
      found: 4,
      values: [
        { value: "rock", count: 2, whole: true },
        { value: "", count: 1, whole: true },
        { value: "Röck", count: 1, whole: true },
        { value: "ice", count: 1, whole: true },
      ].toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    });
  });

  test("after steps, over the rows that other facets keep, searched and by pages", async () => {
    const table = await stored(rocks);
    const steps: Step[] = [{ kind: "filter", formula: "n >= 2" }];
    const found = await facet(table, "kind", { steps, where: "n <= 4" });
    expect(found).toMatchObject({ rows: 3, missing: 1, distinct: 2 });
    expect(await facet(table, "kind", { search: "R" })).toMatchObject({ distinct: 4, found: 2 });
    const page = await facet(table, "kind", { limit: 1, offset: 1 });
    expect(page.as === "values" && page.values.map(({ value }) => value)).toEqual([""]);
  });

  test("cuts no value without saying so", async () => {
    const table = await stored(textFrame("t", ["é".repeat(1000), "é".repeat(1001)]));
    const found = await facet(table, "t");
    expect(found.as === "values" && found.values.map(({ value, whole }) => [value.length, whole])).toEqual([
      [1000, true],
      [1000, false],
    ]);
  });

  test("numbers and dates in parts whose bounds are values that there are", async () => {
    const table = await stored(frameOf({ n: [0, 0.1, 5, 10, 10, null] }));
    expect(await facet(table, "n")).toEqual({
      rows: 6,
      missing: 1,
      as: "range",
      bins: [
        { at: 0, least: "0", most: "0.1", count: 2 },
        { at: 12, least: "5", most: "5", count: 1 },
        { at: 23, least: "10", most: "10", count: 2 },
      ],
    });
    const huge = await facet(await stored(frameOf({ n: [-1.7e308, 0, 1.7e308] })), "n");
    expect(huge.as === "range" && huge.bins.map(({ count }) => count)).toEqual([1, 1, 1]);
    const dates = frameOf({ d: [Date.UTC(2020, 0, 1), Date.UTC(2020, 0, 2, 3, 4, 5), null] }, "date");
    expect(await facet(await stored(dates), "d")).toMatchObject({
      missing: 1,
      bins: [
        { least: "2020-01-01", most: "2020-01-01", count: 1 },
        { least: "2020-01-02 03:04:05", most: "2020-01-02 03:04:05", count: 1 },
      ],
    });
    expect(await facet(table, "n", { as: "values" })).toMatchObject({ distinct: 4, missing: 1 });
  });
});

/** The rows of a table that choices keep. */
async function kept(table: NamedTable, where: string | null, steps: Step[] = []) {
  const { matching, rows, numbers, sample } = await previewRecipe({ table, steps, limit: 10_000, where });
  return { matching, rows, numbers, cells: rowsOf(sample) };
}

describe("what is chosen", () => {
  test("filters what is shown after the steps, with the marks of what the last one changed", async () => {
    const table = await stored(rocks);
    const steps: Step[] = [{ kind: "map-values", column: "kind", pairs: [["Röck", "rock"]] }];
    const choice: FacetChoice = { column: "kind", as: "values", values: ["rock"] };
    const where = formulaOfFacets([choice], table.columns);
    const { matching, rows, numbers, changed, effects } = await previewRecipe({
      table,
      steps,
      limit: 20,
      where,
    });
    expect({ matching, rows, numbers, changed, in: effects[0]!.rowsIn }).toEqual({
      matching: 3,
      rows: 6,
      numbers: [0, 2, 4],
      changed: [{ row: 2, column: "kind", before: "Röck" }],
      in: 6,
    });
  });

  test("keeps the rows that were counted, its opposite all others, on every hostile table", async () => {
    for (const frame of Object.values(hostileTables)) {
      const table = await stored(frame);
      for (const column of table.columns.slice(0, 12)) {
        const counts = await facet(table, column.name);
        const missing: FacetChoice = { column: column.name, as: "values", values: [null] };
        const choices: [FacetChoice, number][] = [
          ...(counts.as === "values"
            ? counts.values
                .slice(0, 3)
                .map(({ value, count }): [FacetChoice, number] => [
                  { column: column.name, as: "values", values: [value] },
                  count,
                ])
            : counts.bins
                .slice(0, 3)
                .map(({ least, most, count }): [FacetChoice, number] => [
                  { column: column.name, as: "range", least, most, missing: false },
                  count,
                ])),
          ...(counts.missing > 0 ? [[missing, counts.missing] as [FacetChoice, number]] : []),
        ];
        for (const [choice, count] of choices) {
          const where = formulaOfFacets([choice], table.columns)!;
          const what = JSON.stringify(choice);
          expect((await kept(table, where)).matching, what).toBe(count);
          expect((await kept(table, oppositeOf(where))).matching, what).toBe(counts.rows - count);
        }
      }
    }
  });
});
