import type { DuckDBConnection } from "@duckdb/node-api";
import type { ChangedCell, Example, StepEffects } from "@/lib/datasets/engine";
import { textSql } from "@/lib/datasets/steps/conversion";
import {
  rowNumber,
  type CellChange,
  type HeldColumn,
  type Outcome,
  type Place,
} from "@/lib/datasets/steps/step";
import { ask } from "./duckdb";

/** A step as SQL: where it stands, what it makes, and the relations up to it as a WITH clause. */
export type CompiledStep = { place: Place; outcome: Outcome; ctes: string };

const examplesAtMost = 5;
/** Columns whose cells an effect tells of by name; more are counted and not listed. */
const namesAtMost = 20;

/** Counts what each step does, and the rows after the last. */
export async function countEffects(
  connection: DuckDBConnection,
  compiled: readonly CompiledStep[],
  all: { with: string; last: string },
): Promise<{ rows: number; steps: StepEffects[] }> {
  const [first] = compiled;
  let rows = await rowsOf(connection, first?.ctes ?? all.with, first?.place.from ?? all.last);
  const steps: StepEffects[] = [];
  for (const [i, step] of compiled.entries()) {
    const effects = await effectsOf(connection, step, rows);
    steps.push({ step: i, ...effects });
    rows = effects.rowsOut;
  }
  return { rows, steps };
}

async function effectsOf(
  connection: DuckDBConnection,
  { place, outcome, ctes }: CompiledStep,
  rowsIn: number,
): Promise<Omit<StepEffects, "step">> {
  const rowsOut = outcome.sameRows ? rowsIn : await rowsOf(connection, ctes, place.into);
  const before = new Set(place.columns.map(({ id }) => id));
  const after = new Set(outcome.columns.map(({ id }) => id));
  const added = outcome.columns.filter(({ id }) => !before.has(id));
  const cells = outcome.cells ?? [];
  const counted = cells.length > 0 ? await countCells(connection, ctes, place.from, cells) : nothingChanged;
  return {
    rowsIn,
    rowsOut,
    changed: counted.changed,
    failed: outcome.reads ? counted.missing : 0,
    missing: (outcome.reads ? 0 : counted.missing) + (await missingIn(connection, ctes, place.into, added)),
    added: added.slice(0, namesAtMost).map(({ name }) => name),
    dropped: place.columns
      .filter(({ id }) => !after.has(id))
      .slice(0, namesAtMost)
      .map(({ name }) => name),
    examples:
      cells.length > 0
        ? await changedExamples(connection, ctes, place.from, cells)
        : await newExamples(connection, ctes, place.into, added),
  };
}

const nothingChanged = { changed: 0, missing: 0 };

async function rowsOf(connection: DuckDBConnection, ctes: string, relation: string): Promise<number> {
  const [row] = await ask(connection, `${ctes} SELECT count(*)::DOUBLE AS n FROM ${relation}`);
  return Number(row!.n);
}

/** Whether a cell differs, over `b0`, `a0` and so on: read as another type, where its text does. */
function differs({ before, after }: CellChange, i: number): string {
  const [was, is] = [
    { ...before, id: `b${i}` },
    { ...after, id: `a${i}` },
  ];
  return before.type === after.type
    ? `b${i} IS DISTINCT FROM a${i}`
    : `${textSql(was)} IS DISTINCT FROM ${textSql(is)}`;
}

function beside(from: string, cells: readonly CellChange[]): string {
  const columns = cells.flatMap(({ before, sql }, i) => [`${before.id} AS b${i}`, `${sql} AS a${i}`]);
  return `(SELECT ${rowNumber}, ${columns.join(", ")} FROM ${from})`;
}

async function countCells(
  connection: DuckDBConnection,
  ctes: string,
  from: string,
  cells: readonly CellChange[],
): Promise<{ changed: number; missing: number }> {
  const sums = (of: (cell: CellChange, i: number) => string) =>
    cells.map((cell, i) => `count(*) FILTER (WHERE ${of(cell, i)})::DOUBLE`).join(" + ");
  const [row] = await ask(
    connection,
    `${ctes} SELECT ${sums(differs)} AS changed,
      ${sums((_, i) => `b${i} IS NOT NULL AND a${i} IS NULL`)} AS missing FROM ${beside(from, cells)}`,
  );
  return { changed: Number(row!.changed), missing: Number(row!.missing) };
}

/** The first cells that differ, of each column one before any has two. */
async function changedExamples(
  connection: DuckDBConnection,
  ctes: string,
  from: string,
  cells: readonly CellChange[],
): Promise<Example[]> {
  const most = cells.slice(0, namesAtMost);
  const each = most.map(
    (cell, i) =>
      `(SELECT ${rowNumber} AS number, ${i} AS which, ${textSql({ ...cell.before, id: `b${i}` })} AS was,
        ${textSql({ ...cell.after, id: `a${i}` })} AS is_now, row_number() OVER (ORDER BY ${rowNumber}) AS nth
        FROM beside WHERE ${differs(cell, i)} ORDER BY ${rowNumber} LIMIT ${examplesAtMost})`,
  );
  const found = await ask(
    connection,
    `${ctes}, beside AS NOT MATERIALIZED (SELECT * FROM ${beside(from, most)})
      SELECT * FROM (${each.join(" UNION ALL ")}) ORDER BY nth, which LIMIT ${examplesAtMost}`,
  );
  return found.map((row) => exampleOf(row, most[Number(row.which)]!.after.name));
}

async function missingIn(
  connection: DuckDBConnection,
  ctes: string,
  into: string,
  added: readonly HeldColumn[],
): Promise<number> {
  if (added.length === 0) return 0;
  const sum = added.map(({ id }) => `count(*) FILTER (WHERE ${id} IS NULL)::DOUBLE`).join(" + ");
  const [row] = await ask(connection, `${ctes} SELECT ${sum} AS n FROM ${into}`);
  return Number(row!.n);
}

async function newExamples(
  connection: DuckDBConnection,
  ctes: string,
  into: string,
  added: readonly HeldColumn[],
): Promise<Example[]> {
  const [column] = added;
  if (!column) return [];
  const found = await ask(
    connection,
    `${ctes} SELECT ${rowNumber} AS number, NULL AS was, ${textSql(column)} AS is_now FROM ${into}
      WHERE ${column.id} IS NOT NULL ORDER BY ${rowNumber} LIMIT ${examplesAtMost}`,
  );
  return found.map((row) => exampleOf(row, column.name));
}

function exampleOf({ number, was, is_now: now }: Record<string, unknown>, column: string): Example {
  const text = (value: unknown) =>
    value === null || value === undefined ? null : String(value).slice(0, 200);
  return { row: Number(number), column, before: text(was), after: text(now) };
}

/** Which cells of some rows after a step it changed, and what they were before. */
export async function changedCells(
  connection: DuckDBConnection,
  { place, outcome, ctes }: CompiledStep,
  shown: string,
): Promise<ChangedCell[]> {
  const cells = outcome.cells ?? [];
  if (cells.length === 0) return [];
  const columns = cells.flatMap(({ before, after }, i) => [
    `f.${before.id} AS b${i}`,
    `s.${after.id} AS a${i}`,
  ]);
  const rows = await ask(
    connection,
    `${ctes} SELECT place, ${cells
      .map(
        (cell, i) => `${differs(cell, i)} AS d${i},
      ${textSql({ ...cell.before, id: `b${i}` })} AS t${i}`,
      )
      .join(", ")}
      FROM (SELECT row_number() OVER (ORDER BY s.${rowNumber}) - 1 AS place, ${columns.join(", ")}
        FROM ${shown} s JOIN ${place.from} f ON f.${rowNumber} = s.${rowNumber}) ORDER BY place`,
  );
  return rows.flatMap((row) =>
    cells.flatMap(({ after }, i) =>
      row[`d${i}`] === true
        ? [{ row: Number(row.place), column: after.name, before: (row[`t${i}`] ?? null) as string | null }]
        : [],
    ),
  );
}
