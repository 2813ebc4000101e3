import { describe, expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import { newRowApplier, rowApplier } from "@/lib/datasets/apply-row";
import { recipePandas } from "@/lib/datasets/export/recipe-pandas";
import { recipeSql } from "@/lib/datasets/export/recipe-sql";
import type { Step } from "@/lib/datasets/recipe";
import { readRow, writeRow } from "@/lib/datasets/row-values";
import type { Frame } from "@/lib/frame/frame";
import { hostileTables } from "./fixtures/hostile-tables";
import { chanceFrom } from "./parity/chance";
import { compared, inPandas, tableFor, type Case } from "./parity/compare-engines";
import { pandasPython, runScripts } from "./parity/pandas";
import { allKinds, randomRecipe } from "./parity/random-recipe";
import { after, file, frameOf, stored, textFrame } from "./recipe-tables";

const python = pandasPython();

test("each kind of step gives the same rows in DuckDB, TypeScript and pandas", async () => {
  const cases: Case[] = [];
  const differ: string[] = [];
  const lacking: string[] = [];
  for (const [i, kind] of allKinds.entries()) {
    let made = false;
    for (let seed = 0; seed < 20 && !made; seed++) {
      const table = tableFor(seed * 97 + i, [40]);
      const steps = randomRecipe(chanceFrom(seed * 31 + i), table.columns, kind, 1);
      const one = steps[0]?.kind === kind ? await compared(steps, table) : null;
      if (!one) continue;
      made = true;
      cases.push(one.made);
      differ.push(...one.differ);
    }
    if (!made) lacking.push(kind);
  }
  if (python) {
    const made = runScripts(python, cases);
    cases.forEach((one, i) => differ.push(...inPandas(one, made[i]!)));
  }
  expect(differ).toEqual([]);
  expect(lacking).toEqual([]);
});

/** Columns of several types beside each other. */
const beside = (...frames: Frame[]): Frame => ({
  rows: frames[0]!.rows,
  columns: frames.flatMap(({ columns }) => columns),
});
const fittedOn = async (frame: Frame, steps: Step[]) => {
  const table = await stored(frame);
  const { fitted, columns } = await runRecipe({ table, steps, out: file() });
  return { table, fitted, after: columns, recipe: { columns: table.columns, steps, fitted } };
};

/** What pandas makes otherwise than DuckDB. */
async function pandasDiffers(frame: Frame, steps: Step[]): Promise<string[]> {
  const { table, recipe, after: columns } = await fittedOn(frame, steps);
  const { cells } = await after(table, steps);
  const source = recipePandas({ title: "t", ...recipe, after: columns });
  const [made] = runScripts(python!, [{ source, file: table.file }]);
  return inPandas({ steps, cells, columns, source, file: table.file }, made!);
}

describe("rows that are to be predicted", () => {
  const rows = beside(textFrame("g", ["a", "a", "b", "b"]), frameOf({ y: [1, 3, 10, 20], x: [1, 2, 3, 4] }));

  test("are given the mean of the target that was learned, by all rows and by row", async () => {
    const encode = { column: "g", target: "y", folds: 2, smoothing: 0, seed: 1, name: "m" };
    const { fitted, recipe } = await fittedOn(rows, [{ kind: "target-encode", ...encode }]);
    const fresh = await stored(beside(textFrame("g", ["a", "b", "new", null]), frameOf({ x: [1, 2, 3, 4] })));
    const made = await runRecipe({
      ...{ table: fresh, steps: recipe.steps, fitted },
      newRows: true,
      out: file(),
    });
    expect(made.rows).toBe(4);
    const apply = newRowApplier(recipe);
    const one = (g: string | null) => writeRow(apply(readRow({ g }, recipe.columns))!).m;
    expect(["a", "b", "new", null].map(one)).toEqual([2, 15, 8.5, 8.5]);
  });

  test("have the columns of steps that are left out, without a value", async () => {
    const steps: Step[] = [
      { kind: "split", how: "random", test: 0.5, seed: 1 },
      { kind: "folds", k: 2, seed: 1, name: "fold" },
      { kind: "label-conflicts", label: "y", columns: ["g"], act: "flag" },
      { kind: "outliers", columns: ["x"], how: "z", k: 1, act: "drop" },
      { kind: "scale", columns: ["x"], how: "min-max" },
    ];
    const { recipe } = await fittedOn(rows, steps);
    const made = writeRow(newRowApplier(recipe)(readRow({ g: "a", y: 1, x: 99 }, recipe.columns))!);
    expect(made).toMatchObject({ g: "a", split: null, fold: null, "y conflicts": null });
    expect(Number(made.x)).toBeGreaterThan(1);
  });

  test("are kept where a filter would drop them, and are refused by steps that need other rows", async () => {
    const columns = rows.columns.map(({ name, type }) => ({ name, type }));
    const filter: Step = { kind: "filter", formula: "x > 100" };
    const sort: Step = { kind: "sort", columns: ["x"], descending: [] };
    const row = readRow({ g: "a", y: 1, x: 2 }, columns);
    expect(newRowApplier({ columns, steps: [filter, sort], fitted: [] })(row)).toEqual(row);
    const lag: Step = { kind: "window", column: "x", how: "lag", rows: 1, name: "l" };
    expect(() => newRowApplier({ columns, steps: [filter, lag], fitted: [] })).toThrow(
      "Step 2 (window): it looks at other rows, so it cannot be done to a single row.",
    );
    const group: Step = { kind: "group", by: ["g"], columns: ["x"], how: ["mean"] };
    expect(() => newRowApplier({ columns, steps: [group], fitted: [] })).toThrow(
      "Step 1 (group): it cannot be done to rows that are to be predicted.",
    );
  });
});

test("cells that one step changes all read the columns as they were before it", async () => {
  const frame = frameOf({ a: [1, 200, null], b: [5, 500, 7] });
  const steps: Step[] = [
    { kind: "range-to-missing", columns: ["a", "b"], codes: [200, 500], where: "a > 100" },
  ];
  const { table, recipe } = await fittedOn(frame, steps);
  const { cells } = await after(table, steps);
  const apply = rowApplier(recipe);
  const ours = [1, 200, null].map((a, i) =>
    writeRow(apply(readRow({ a, b: [5, 500, 7][i] }, table.columns))!),
  );
  expect(ours).toEqual(cells);
  expect(cells[1]).toEqual({ a: null, b: null });
});

test.skipIf(!python)("hundreds of columns and codes are still a script that Python reads", async () => {
  const names = Array.from({ length: 260 }, (_, i) => `n${i}`);
  const frame = frameOf(Object.fromEntries(names.map((name, i) => [name, [i, null, i % 2 ? null : 7]])));
  const steps: Step[] = [
    { kind: "sparse-rows", columns: [], most: 200 },
    { kind: "range-to-missing", columns: ["n1"], codes: names.map((_, i) => i + 1) },
    { kind: "join-columns", columns: names, separator: "-", name: "all" },
  ];
  expect(await pandasDiffers(frame, steps)).toEqual([]);
});

test.skipIf(!python)(
  "near rows that somebody told apart are kept in pandas too, by the same keys",
  async () => {
    const texts = ["Acme, Inc.", "ACME Inc", 'tab\there "\\ \u000b é', 'tab\there "\\ \u000b e', "acme inc."];
    const key = (text: string) => JSON.stringify([text]).replaceAll("\\u000b", "\\u000B");
    const near = { how: "distance" as const, numbers: [], within: [], share: 0.7, key: [] };
    const told: [string, string][] = [
      [key(texts[0]!), key(texts[1]!)],
      [key(texts[2]!), key(texts[3]!)],
    ];
    const steps: Step[] = [{ kind: "near-duplicates", texts: ["t"], ...near, apart: told }];
    const table = await stored(textFrame("t", texts));
    const { cells } = await after(table, steps);
    expect(cells.map(({ t }) => t)).toEqual(texts.slice(0, 4));
    expect(await pandasDiffers(textFrame("t", texts), steps)).toEqual([]);
  },
);

test("a number with a unit that is larger than numbers can be is missing", async () => {
  const table = await stored(textFrame("t", ["1e308k", "2k"]));
  const units: [string, string][] = [["k", "1000"]];
  const step: Step = { kind: "parse-number", columns: ["t"], decimal: ".", units, otherwise: "missing" };
  const { cells } = await after(table, [step]);
  expect(cells).toEqual([{ t: null }, { t: 2_000 }]);
});

test("units are repaired by quotients: a ratio in the middle of two factors stays as it is", async () => {
  const table = await stored(frameOf({ x: [1, 1, 1, 10, 100, 1_000], r: [1, 1, 1, 1, 1, 1] }));
  const step: Step = { kind: "unit-repair", column: "x", reference: "r", factors: [100, 1] };
  const { cells } = await after(table, [step]);
  expect(cells.map(({ x }) => x)).toEqual([1, 1, 1, 10, 1, 10]);
});

test("a recipe with balanced classes, which learns nothing by value, is shown as SQL", async () => {
  const steps: Step[] = [{ kind: "balance", label: "n", how: "repeat", seed: 1 }];
  const { table, fitted, after: columns } = await fittedOn(hostileTables["two rows"]!, steps);
  const recipe = { title: "t", columns: table.columns, after: columns, steps, fitted };
  expect(recipeSql(recipe, "t.parquet")).toContain("-- 1. Balance n, repeated rows, seed 1");
});
