import { stripTypeScriptTypes } from "node:module";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import { recipePandas } from "@/lib/datasets/export/recipe-pandas";
import { recipeSql } from "@/lib/datasets/export/recipe-sql";
import { recipeTypeScript } from "@/lib/datasets/export/recipe-typescript";
import type { NamedTable } from "@/lib/datasets/engine";
import { tableReadBy, type Step } from "@/lib/datasets/recipe";
import { AppError } from "@/lib/errors";
import { writeRow } from "@/lib/datasets/row-values";
import { frameOfRows, hostileColumns, hostileRows } from "./formula-cases";
import { hostileNames, hostileTables } from "./fixtures/hostile-tables";
import { after, file, frameOf, secondsOf, stored } from "./recipe-tables";
import { chanceFrom } from "./parity/chance";
import { tableFor } from "./parity/compare-engines";
import { allKinds, randomRecipe } from "./parity/random-recipe";
import { rowRuntime } from "../scripts/bundle.mjs";

let runtime = "";
beforeAll(async () => {
  const { outputFiles } = await build({ ...(rowRuntime as object), write: false, outfile: undefined });
  runtime = outputFiles[0]!.text;
});

async function exported(table: NamedTable, steps: Step[]) {
  const made = await runRecipe({ table, steps, out: file() });
  return { title: "Makes\na test", columns: table.columns, after: made.columns, steps, fitted: made.fitted };
}

/** The rows of a query, as JSON has them. */
async function answer(sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    const names = reader.columnNames();
    return reader.getRowsJson().map((row) => Object.fromEntries(row.map((cell, i) => [names[i]!, cell])));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe("a recipe as SQL", () => {
  test("runs on the version's file whatever its columns are called, and gives the same rows", async () => {
    const table = await stored(hostileTables["hostile names"]!);
    const steps: Step[] = [
      ...hostileNames.map((name, i): Step => ({ kind: "rename", from: name, to: `column ${i}` })),
      ...hostileNames.map((name, i): Step => ({ kind: "rename", from: `column ${i}`, to: name })),
      { kind: "derive", name: "sum", formula: `size + "count" + "a ""quoted"" name"` },
      { kind: "split", how: "grouped", group: "group_key", stratify: "in_test", test: 0.4, seed: 1 },
      { kind: "missing", columns: ["sum"], how: "mean" },
      { kind: "filter", formula: "sum > 0" },
    ];
    const sql = recipeSql(await exported(table, steps), table.file);
    const { cells } = await after(table, steps);
    const numbers = (row: unknown) =>
      Object.fromEntries(
        Object.entries(row as object).map(([name, cell]) => [
          name,
          typeof cell === "string" && cell !== "" && !Number.isNaN(Number(cell)) ? Number(cell) : cell,
        ]),
      );
    expect((await answer(sql)).map(numbers)).toEqual(cells.map(numbers));
  });

  test("reads second tables from their own files, and gives the same rows", async () => {
    const table = await stored(hostileTables["two rows"]!);
    const second = { dataset: "two rows", version: 3 };
    const steps: Step[] = [
      {
        ...{ kind: "join", table: second, how: "full", keys: [["n", "n"]], columns: [] },
        ...{ suffix: "", otherSuffix: " r" },
      },
      { kind: "union", table: second, by: "name", absent: "missing", source: "part" },
    ];
    const made = await runRecipe({ table, seconds: secondsOf(steps, table), steps, out: file() });
    const { columns } = table;
    const seconds = [0, 1].map((step) => ({ step, columns, words: "two rows v3", file: table.file }));
    const { columns: last, fitted } = made;
    const recipe = { title: "Makes a test", columns, after: last, steps, fitted, seconds };
    const sql = recipeSql(recipe, table.file);
    const { cells } = await after(table, steps);
    const texts = (row: unknown) =>
      Object.fromEntries(Object.entries(row as object).map(([name, cell]) => [name, cell && String(cell)]));
    expect((await answer(sql)).map(texts)).toEqual(cells.map(texts));
    expect(sql).toContain("-- 1. Join two rows v3 by n (full)\nsecond1 AS (SELECT");
    expect(sql).not.toMatch(/\bc\d\b/);
    const script = recipePandas(recipe);
    expect(script).toContain("# python recipe.py IN.parquet OUT.parquet 'two rows v3=");
    expect(script).toContain('df = join_tables(df, tables["two rows v3"], "full", [("n", "n")]');
    const refused = "Step 1 (join): it looks at another table, so it cannot be done to a single row.";
    const lookup: Step[] = [{ ...steps[0]!, how: "left", one: true } as Step];
    expect(() => recipeTypeScript({ ...recipe, steps: lookup }, "")).toThrow(refused);
  });

  test("and a version keep the order of rows beside a column that is called as row numbers are", async () => {
    const table = await stored(frameOf({ rn: [3, 1, 2] }));
    const steps: Step[] = [{ kind: "derive", name: "twice", formula: "rn * 2" }];
    const out = file();
    const made = await runRecipe({ table, steps, out });
    const { cells } = await after({ name: "rows", file: out, ...made, masked: [] }, []);
    expect(cells.map(({ rn }) => rn)).toEqual([3, 1, 2]);
    const rows = await answer(recipeSql(await exported(table, steps), table.file));
    expect(rows.map((row) => (row as { rn: number }).rn)).toEqual([3, 1, 2]);
  });

  test("has the names of columns, and a sentence before each step", async () => {
    const table = await stored(hostileTables["two rows"]!);
    const steps: Step[] = [
      { kind: "derive", name: "twice", formula: "n * 2" },
      { kind: "rename", from: "twice", to: "double" },
    ];
    const sql = recipeSql(await exported(table, steps), "t-v1.parquet");
    expect(sql).toContain("-- Makes a test\nWITH step0");
    expect(sql).toContain("-- 1. twice = n * 2\nstep1 AS (");
    expect(sql).toContain('"twice" AS "double"');
    expect(sql).not.toMatch(/\bc\d\b/);
  });
});

test("a recipe as TypeScript prepares a row alone, without the product", async () => {
  const table = await stored(frameOfRows(hostileRows, hostileColumns));
  const steps: Step[] = [
    {
      kind: "derive",
      name: 'it\'s "new"',
      formula: "concat(upper(t0), text(n0), format_date(d0, 'D.M.YY'))",
    },
    { kind: "missing", columns: ["n1"], how: "median" },
    { kind: "rename", from: "n1", to: "filled" },
    { kind: "type", column: "b0", type: "text" },
    { kind: "drop", columns: ["t1"] },
    { kind: "derive", name: "late", formula: "d0 > '1970-01-01' and not -n0 > 5 or matches(t0, '^a+')" },
    { kind: "deduplicate", columns: [] },
  ];
  const recipe = await exported(table, steps);
  const at = file().replace(".parquet", ".mjs");
  writeFileSync(at, stripTypeScriptTypes(recipeTypeScript(recipe, runtime)));
  const { prepare } = (await import(/* @vite-ignore */ pathToFileURL(at).href)) as Prepared;
  const { newRowApplier } = await import("@/lib/datasets/apply-row");
  const apply = newRowApplier({ columns: table.columns, steps, fitted: recipe.fitted });
  for (const row of hostileRows.slice(0, 100)) expect(prepare(writeRow(row))).toEqual(writeRow(apply(row)!));
});

test("every kind that a row alone can have is the same in TypeScript without the product", async () => {
  const { newRowApplier } = await import("@/lib/datasets/apply-row");
  const shown = new Set<Step["kind"]>();
  const tries = allKinds.flatMap((kind) => Array.from({ length: 20 }, (_, seed) => ({ kind, seed })));
  for (const { kind, seed } of tries) {
    if (shown.has(kind)) continue;
    const { columns, rows } = tableFor(seed, [40]);
    const steps = randomRecipe(chanceFrom(seed), columns, kind, 1);
    if (steps[0]?.kind !== kind || tableReadBy(steps[0])) continue;
    const recipe = await exported(await stored(frameOfRows(rows, columns)), steps).catch(refused);
    const code = recipe && codeOf(() => recipeTypeScript(recipe, runtime));
    if (!code) continue;
    const at = file().replace(".parquet", ".mjs");
    writeFileSync(at, stripTypeScriptTypes(code));
    const { prepare } = (await import(/* @vite-ignore */ pathToFileURL(at).href)) as Prepared;
    const apply = newRowApplier(recipe);
    for (const row of rows) expect(prepare(writeRow(row))).toEqual(writeRow(apply(row)!));
    shown.add(kind);
  }
  expect(allKinds.filter((kind) => !shown.has(kind))).toEqual([
    ...["window", "join", "union", "group", "pivot", "unpivot"],
  ]);
});

type Prepared = { prepare: (row: object) => unknown };

/** Code, or null where a step is refused. */
function codeOf(show: () => string): string | null {
  try {
    return show();
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}

test("a script begins with its steps, and has no functions beside those that they call", async () => {
  const table = await stored(hostileTables["two rows"]!);
  const steps: Step[] = [
    { kind: "sort", columns: ["n"], descending: [] },
    { kind: "derive", name: "up", formula: "upper(t)" },
  ];
  const script = recipePandas(await exported(table, steps));
  const defined = Array.from(script.matchAll(/^def (\w+)/gm), ([, name]) => name);
  expect(defined).toEqual(["prepare", "read", "column", "cells", "each", "sort_rows", "f_upper"]);
});

test("no name of a column becomes code", async () => {
  const table = await stored(hostileTables["hostile names"]!);
  const steps: Step[] = [{ kind: "rename", from: "new\nline", to: 'x\nimport os; "*/' }];
  const recipe = await exported(table, steps);
  for (const code of [recipePandas(recipe), recipeTypeScript(recipe, "")])
    expect(code.split("\n").filter((line) => line.startsWith("import os"))).toEqual([]);
});

test("what learns from rows and has learned nothing is refused with its step", () => {
  const columns = [{ name: "n", type: "number" as const }];
  const steps: Step[] = [{ kind: "missing", columns: ["n"], how: "mean" }];
  const recipe = { title: "t", columns, after: columns, steps, fitted: [] };
  for (const show of [() => recipePandas(recipe), () => recipeSql(recipe, "x.parquet")])
    expect(show).toThrow("Step 1 (missing): it has learned nothing yet: save the version first.");
});
