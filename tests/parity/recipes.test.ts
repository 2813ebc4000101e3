import { expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import { rowApplier } from "@/lib/datasets/apply-row";
import { recipePandas } from "@/lib/datasets/export/recipe-pandas";
import { opsOfRecipe } from "@/lib/datasets/recipe-ops";
import type { Step } from "@/lib/datasets/recipe";
import { parseIso } from "@/lib/datasets/formulas/calendar";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { frameOfRows, hostileColumns, hostileRows } from "../formula-cases";
import { alike } from "../formula-values";
import { after, file, secondsOf, stored } from "../recipe-tables";
import { chanceFrom } from "./chance";
import { pandasPython, runScripts, type Made } from "./pandas";
import { comparedKinds, exportedKinds, randomRecipe } from "./random-recipe";

const python = pandasPython();
if (!python) console.warn("No Python with pandas in .cache: recipes are not compared with it.");
const recipes = 200;

type Cell = string | number | boolean | null;
type Case = {
  steps: Step[];
  cells: Record<string, Cell>[];
  columns: ColumnSchema[];
  script: string;
  file: string;
};

/** Random rows of the hostile ones, without numbers whose sums are none. */
function tableFor(seed: number) {
  const chance = chanceFrom(seed);
  const count = chance.one([1, 2, 40, 120]);
  const columns = hostileColumns.filter(({ name }) => !name.endsWith("2"));
  const rows = Array.from({ length: count }, () => {
    const row = chance.one(hostileRows);
    return new Map(
      columns.map(({ name }) => {
        const value = row.get(name)!;
        return [name, typeof value === "number" && Math.abs(value) > 1e30 ? 3 : value] as const;
      }),
    );
  });
  return { columns, rows };
}

test(
  `${recipes} random recipes give the same rows in DuckDB, TypeScript and pandas`,
  { timeout: 120_000 },
  async () => {
    const cases: Case[] = [];
    const differ: string[] = [];
    let rowwise = 0;
    for (let seed = 0; cases.length < recipes; seed++) {
      const { columns, rows } = tableFor(seed);
      const steps = randomRecipe(chanceFrom(seed * 7_919 + 1), columns);
      const table = await stored(frameOfRows(rows, columns));
      const out = file();
      const seconds = secondsOf(steps, table);
      const made = await runRecipe({ table, seconds, steps, out }).catch((error: unknown) => {
        if (error instanceof AppError) return null; // no row is left, or a side of a split is empty
        throw error;
      });
      if (!made) continue;
      const { cells } = await after({ name: "rows", file: out, ...made, masked: [] }, []);
      const read = seconds.map(({ step }) => ({ step, columns, words: "second v1", file: "second.parquet" }));
      const { fitted } = made;
      const recipe = { title: "a test", columns, after: made.columns, steps, fitted, seconds: read };
      cases.push({ steps, cells, columns: made.columns, script: recipePandas(recipe), file: table.file });
      if (opsOfRecipe(columns, steps, fitted, read).some(({ ops }) => ops.some(({ op }) => op === "python")))
        continue;
      rowwise++;
      const apply = rowApplier({ columns, steps, fitted });
      const ours = rows.map(apply).filter((row) => row !== null);
      differ.push(
        ...differences(steps, "TypeScript", cells, ours.length, (row, name) => ours[row]!.get(name) ?? null),
      );
    }
    if (python) {
      const made = runScripts(
        python,
        cases.map(({ script, file: at }) => ({ source: script, file: at })),
      );
      cases.forEach((one, i) => differ.push(...inPandas(one, made[i]!)));
    }
    const all = cases.flatMap(({ cells }) => cells.flatMap((row) => Object.values(row)));
    const present = all.filter((cell) => cell !== null).length;
    console.info(
      `${recipes} recipes of ${comparedKinds.length} kinds, ${rowwise} of them row by row: ` +
        `${all.length} cells, ${present} of them not missing`,
    );
    expect(present).toBeGreaterThan(30_000);
    expect(differ.slice(0, 10)).toEqual([]);
    expect(rowwise).toBeGreaterThan(recipes / 10);
  },
);

test("every kind that other engines have is among the random recipes", () => {
  expect(comparedKinds.toSorted()).toEqual(exportedKinds.toSorted());
});

function inPandas({ steps, cells, columns }: Case, made: Made): string[] {
  if ("error" in made) return [`${JSON.stringify(steps)}: ${made.error.split("\n").slice(-5).join(" | ")}`];
  const names = columns.map(({ name }) => name);
  if (JSON.stringify(made.columns) !== JSON.stringify(names))
    return [`${JSON.stringify(steps)}: columns ${made.columns.join(", ")}`];
  return differences(steps, "pandas", cells, made.cells[0]!.length, (row, name) => {
    const at = names.indexOf(name);
    const cell = made.cells[at]![row]!;
    return columns[at]!.type === "date" && cell !== null ? BigInt(cell as string) : cell;
  });
}

function differences(
  steps: readonly Step[],
  engine: string,
  cells: readonly Record<string, Cell>[],
  count: number,
  valueAt: (row: number, name: string) => Cell | bigint,
): string[] {
  if (count !== cells.length)
    return [`${JSON.stringify(steps)}: ${count} rows in ${engine}, not ${cells.length}`];
  for (const [row, expected] of cells.entries())
    for (const [name, cell] of Object.entries(expected))
      if (!alike(valueAt(row, name), cell))
        return [
          `${JSON.stringify(steps)}: row ${row}, ${name}: ${String(valueAt(row, name))} in ${engine}, ` +
            `not ${String(cell)}${typeof cell === "string" ? ` (${String(parseIso(cell))})` : ""}`,
        ];
  return [];
}
