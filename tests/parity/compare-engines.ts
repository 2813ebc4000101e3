import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { runRecipe } from "@/engine/recipe";
import { newRowApplier, rowApplier, singleOps, type RowApplier } from "@/lib/datasets/apply-row";
import { recipePandas } from "@/lib/datasets/export/recipe-pandas";
import { recipeSql } from "@/lib/datasets/export/recipe-sql";
import { parseIso } from "@/lib/datasets/formulas/calendar";
import type { Row } from "@/lib/datasets/formula-evaluate";
import { onNewRows, type Step } from "@/lib/datasets/recipe";
import { opsOfRecipe, type OpsRecipe } from "@/lib/datasets/recipe-ops";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { hostileNames } from "../fixtures/hostile-tables";
import { frameOfRows, hostileColumns, hostileRows } from "../formula-cases";
import { alike } from "../formula-values";
import { after, file, secondsOf, stored } from "../recipe-tables";
import { chanceFrom } from "./chance";
import type { Made, Script } from "./pandas";

let shared: DuckDBConnection | undefined;

type Cell = string | number | boolean | null;
/** What DuckDB makes of a recipe, and the same as a script. */
export type Case = Script & { steps: Step[]; cells: Record<string, Cell>[]; columns: ColumnSchema[] };
/** A case, what TypeScript makes otherwise, and whether it made the rows, and the rows to be predicted. */
export type Compared = { made: Case; differ: string[]; byRow: boolean; byNewRow: boolean };

const groups = ["a", "b", "größe", "it's", "\uffee", "\u{10000}", null];
const more: ColumnSchema[] = [
  { name: "q0", type: "number" },
  { name: "i0", type: "integer" },
  { name: "g0", type: "text" },
  { name: "near 0", type: "number" },
];

const names = [...hostileNames, "self", "df", "split "];

/** Random rows of the hostile ones, without numbers whose sums are none; some under hostile names. */
export function tableFor(seed: number, counts: readonly number[] = [1, 2, 40, 120]) {
  const chance = chanceFrom(seed);
  const count = chance.one(counts);
  const base = [...hostileColumns.filter(({ name }) => !name.endsWith("2")), ...more];
  const hostile = chance.happens(0.5) ? chance.below(names.length) : null;
  const columns = base.map((column, i) => {
    const isOwn = hostile === null || column.name === "q0" || column.name === "near 0";
    return isOwn ? column : { ...column, name: names[(hostile + i) % names.length]! };
  });
  const rows = Array.from({ length: count }, () => {
    const row = chance.one(hostileRows);
    const own: Row = new Map([
      ["q0", chance.happens(0.1) ? null : chance.below(400) / 4 - 50],
      ["i0", chance.happens(0.1) ? null : chance.below(7) - 3],
      ["g0", chance.one(groups)],
      ["near 0", row.get("n2")!],
    ]);
    return new Map(
      columns.map(({ name }, i) => {
        const from = base[i]!.name;
        const value = own.has(from) ? own.get(from)! : row.get(from)!;
        return [name, typeof value === "number" && Math.abs(value) > 1e30 ? 3 : value] as const;
      }),
    );
  });
  return { columns, rows };
}

/** A recipe in DuckDB and TypeScript; null where it is refused: no row is left, or one side is empty. */
export async function compared(
  steps: Step[],
  { columns, rows }: ReturnType<typeof tableFor>,
): Promise<Compared | null> {
  const table = await stored(frameOfRows(rows, columns));
  const seconds = secondsOf(steps, table);
  const run = async (options: object) => {
    const out = file();
    const made = await runRecipe({ table, seconds, steps, out, ...options }).catch((error: unknown) => {
      if (error instanceof AppError && !error.message.includes("cannot run on these rows")) return null;
      throw new Error(JSON.stringify(steps), { cause: error });
    });
    if (!made) return null;
    const { cells } = await after({ name: "rows", file: out, ...made, masked: [] }, []);
    return { ...made, cells };
  };
  const made = await run({});
  if (!made) return null;
  const read = seconds.map(({ step }) => ({ step, columns, words: "second v1", file: table.file }));
  const { fitted, cells } = made;
  const recipe = { title: "a test", columns, after: made.columns, steps, fitted, seconds: read };
  const one: Case = { steps, cells, columns: made.columns, source: recipePandas(recipe), file: table.file };
  const ofRows = (apply: RowApplier, expected: Case["cells"]) => {
    const ours = rows.map(apply).filter((row) => row !== null);
    const names = ours[0] && [...ours[0].keys()].join();
    if (names !== undefined && expected[0] && names !== Object.keys(expected[0]).join())
      return [`${JSON.stringify(steps)}: columns ${names} in TypeScript`];
    return differences(
      steps,
      "TypeScript",
      expected,
      ours.length,
      (row, name) => ours[row]!.get(name) ?? null,
    );
  };
  const byRow = steps.every(({ kind }) => kind !== "sort") && isSingle(recipe);
  const differ = byRow ? ofRows(rowApplier(recipe), cells) : [];
  const shown = await answerOf(recipeSql(recipe, table.file));
  differ.push(
    ...differences(steps, "the query", cells, shown.length, (row, name) =>
      valueOf(shown[row]![name]!, made.columns.find((column) => column.name === name)!.type),
    ),
  );
  const isNew = steps.every((step) => onNewRows(step) !== "refuse" && step.kind !== "sort");
  const byNewRow = isNew && isSingle({ ...recipe, newRows: true });
  if (byNewRow) {
    const fresh = await run({ newRows: true, fitted });
    if (fresh) differ.push(...ofRows(newRowApplier(recipe), fresh.cells));
  }
  return { made: one, differ, byRow, byNewRow };
}

/** The rows of a query of DuckDB. */
async function answerOf(sql: string): Promise<Record<string, Cell>[]> {
  shared ??= await (await DuckDBInstance.create(":memory:")).connect();
  const reader = await shared.runAndReadAll(sql);
  const names = reader.columnNames();
  return reader
    .getRowsJson()
    .map((row) => Object.fromEntries(row.map((cell, i) => [names[i]!, cell as Cell])));
}

function valueOf(cell: Cell, type: ColumnSchema["type"]): Cell | bigint {
  if (cell === null) return null;
  if (type === "date") return parseIso(String(cell));
  return type === "number" || type === "integer" ? Number(cell) : cell;
}

/** Whether rows can be done one by one. */
function isSingle(recipe: OpsRecipe): boolean {
  try {
    opsOfRecipe(recipe).forEach(({ ops, step, number }) => singleOps(ops, step, number));
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** What pandas makes otherwise. */
export function inPandas({ steps, cells, columns }: Case, made: Made): string[] {
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
