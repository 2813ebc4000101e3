import { columnsInFormula, requireUnmasked } from "@/lib/datasets/barred";
import { maskedBySecond } from "@/lib/datasets/masked-seconds";
import { requireUnbarred } from "@/lib/datasets/require-steps";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests, NamedTable, StepFacts, StepTable } from "@/lib/datasets/engine";
import { applyStep, atStep, holdColumns, holdSecond, stepError, type Step } from "@/lib/datasets/recipe";
import {
  projection,
  rowNumber,
  type Fitted,
  type HeldColumn,
  type Outcome,
  type Place,
} from "@/lib/datasets/steps/step";
import { conditionSql } from "@/lib/datasets/steps/cells";
import { AppError } from "@/lib/errors";
import type { NumericColumn } from "@/lib/frame/frame";
import { ask, identifier, withDuckDb } from "./duckdb";
import { changedCells, countEffects, type CompiledStep } from "./recipe-effects";
import { readFrame } from "./read";
import { numberedRows, writeVersion } from "./version-file";

type Input = {
  table: NamedTable;
  seconds?: readonly StepTable[] | undefined;
  steps: readonly Step[];
  fitted?: readonly (Fitted | null)[] | undefined;
  first?: number | undefined;
  newRows?: boolean | undefined;
  /** Whether steps count nothing of what they did. */
  unchecked?: true;
};

/** One thread: sums depend on their order. */
const threads = 1;

/**
 * Runs a recipe on all rows and writes the result as Parquet; the same rows and steps give the same bytes.
 */
export function runRecipe({
  out,
  ...input
}: EngineRequests["recipe"]["input"]): Promise<EngineRequests["recipe"]["output"]> {
  return withDuckDb({ files: [...filesOf(input), out], threads }, async (connection) => {
    const { ctes, columns, fitted, facts } = await compile(connection, input);
    refuseBlocked(input.steps, facts);
    const list = columns.map(({ id, name }) => `${id} AS ${identifier(name)}`).join(", ");
    // By the number of the relation: a column of the table may be called the same.
    const sql = `${ctes.with}\nSELECT ${list} FROM ${ctes.last} ORDER BY ${ctes.last}.${rowNumber}`;
    return { ...(await writeVersion(connection, sql, out, { columns: named(columns) })), fitted, facts };
  }).catch(asInvalid);
}

/**
 * What a recipe would make: its columns, the number of rows, the first of them with what the last step
 * changed in them, and what each step does.
 */
export function previewRecipe({
  limit,
  where = null,
  ...input
}: EngineRequests["preview"]["input"]): Promise<EngineRequests["preview"]["output"]> {
  return withDuckDb({ files: filesOf(input), threads }, async (connection) => {
    const { ctes, columns, masked, facts, compiled } = await compile(connection, input);
    if (where !== null) requireUnmasked(masked, columnsInFormula(where), "rows cannot be found by it");
    const kept = whereSql(where, columns);
    const effects = await countEffects(connection, compiled, ctes);
    await connection.run(
      `CREATE TEMP TABLE shown AS ${ctes.with}
        SELECT * FROM ${ctes.last} ${kept} ORDER BY ${rowNumber} LIMIT ${limit}`,
    );
    const byId = columns.map(({ id, type }) => ({ name: id, type }));
    const number = { name: rowNumber, type: "integer" as const };
    const { rows, columns: cells } = await readFrame(connection, "shown", [...byId, number], {
      tail: `ORDER BY ${rowNumber}`,
    });
    const last = compiled.at(-1);
    const matching = `${ctes.with} SELECT count(*)::DOUBLE AS n FROM ${ctes.last} ${kept}`;
    return {
      columns: named(columns),
      rows: effects.rows,
      matching: where === null ? effects.rows : Number((await ask(connection, matching))[0]!.n),
      sample: { rows, columns: columns.map(({ name }, i) => ({ ...cells[i]!, name })) },
      numbers: Array.from((cells.at(-1) as NumericColumn).values),
      facts,
      effects: effects.steps,
      changed: last ? await changedCells(connection, last, "shown") : [],
    };
  }).catch(asInvalid);
}

/** A recipe up to its last step, to be asked about. */
export type OpenRecipe = {
  connection: DuckDBConnection;
  columns: readonly HeldColumn[];
  /** The columns that are masked for the reader, by their names after the steps. */
  masked: readonly string[];
  /** The rows after the last step, as what stands in a FROM. */
  last: string;
};

/** Asks about the rows after the last step; nothing that steps say of themselves is counted. */
export function withRecipe<Result>(
  input: Omit<Input, "newRows">,
  act: (recipe: OpenRecipe) => Promise<Result>,
): Promise<Result> {
  return withDuckDb({ files: filesOf(input), threads }, async (connection) => {
    const { ctes, columns, masked } = await compile(connection, { ...input, unchecked: true });
    return act({ connection, columns, masked, last: `(${ctes.with} SELECT * FROM ${ctes.last})` });
  }).catch(asInvalid);
}

/** The rows that a formula keeps, as a WHERE; nothing without one. @throws as `conditionSql` */
export function whereSql(where: string | null, columns: readonly HeldColumn[]): string {
  return where === null ? "" : `WHERE ${conditionSql(where, columns)}`;
}

const filesOf = ({ table, seconds = [] }: Input) => [table.file, ...seconds.map(({ file }) => file)];

const named = (columns: readonly HeldColumn[]) => columns.map(({ name, type }) => ({ name, type }));

/**
 * A recipe as one query. Columns are called by ids, so that no name can mean something else in it;
 * a step that learns from rows is asked first, and what it learned stands in the query as a value.
 */
async function compile(connection: DuckDBConnection, { table, steps, first, ...input }: Input) {
  const { fitted: known, newRows = false, seconds = [], unchecked } = input;
  const held = holdColumns(table.columns);
  const ctes = [`step0 AS (${await firstRelation(connection, table, held.columns, first)})`];
  const fitted: (Fitted | null)[] = [];
  const facts: StepFacts[] = [];
  const compiled: CompiledStep[] = [];
  let columns: readonly HeldColumn[] = held.columns;
  const masked = new Set(held.columns.filter(({ name }) => table.masked.includes(name)).map(({ id }) => id));
  for (const [i, step] of steps.entries()) {
    const second = holdSecond(seconds, i, held.freshId);
    const read = second && seconds.find((one) => one.step === i)!;
    if (read) ctes.push(`${second.from} AS (${await firstRelation(connection, read, second.columns)})`);
    const { freshId } = held;
    const place = { from: `step${i}`, into: `step${i + 1}`, columns, freshId, second, newRows };
    requireUnbarred(step, i, { columns, masked });
    for (const id of maskedBySecond(step, i, { place, masked: read?.masked ?? [] })) masked.add(id);
    let outcome = atStep(step, i, () => applyStep(step, place));
    const learned = outcome.fit ? (known?.[i] ?? (await learn(connection, ctes, outcome, place))) : null;
    if (learned) outcome = atStep(step, i, () => applyStep(step, { ...place, fitted: learned }));
    fitted.push(learned);
    ctes.push(`step${i + 1} AS (${outcome.sql})`);
    // How many rows a second table would make is looked at before they are made.
    if (outcome.check && (second || !unchecked)) {
      const [row = {}] = await ask(connection, `${withOf(ctes)}\n${outcome.check.sql}`);
      facts.push({ step: i, facts: atStep(step, i, () => outcome.check!.facts(row)) });
    }
    compiled.push({ place, outcome, ctes: withOf(ctes) });
    columns = outcome.columns;
  }
  const ctesOf = { with: withOf(ctes), last: `step${steps.length}` };
  const hidden = columns.filter(({ id }) => masked.has(id)).map(({ name }) => name);
  return { ctes: ctesOf, columns, masked: hidden, fitted, facts, compiled };
}

const withOf = (ctes: readonly string[]) => `WITH ${ctes.join(",\n")}`;

/** The rows of the table. A version may hold "not a number", which pages call missing and SQL does not. */
async function firstRelation(
  connection: DuckDBConnection,
  table: NamedTable,
  columns: readonly HeldColumn[],
  first?: number,
): Promise<string> {
  const ids = columns.map(({ id }) => id);
  const all = await numberedRows(connection, table, ids);
  const relation = first === undefined ? all : `(SELECT * FROM ${all} WHERE ${rowNumber} < ${first})`;
  const whole = ({ id }: HeldColumn) => `CASE WHEN NOT isnan(${id}) THEN ${id} END`;
  const numbers = columns.filter(({ type }) => type === "number");
  return projection(columns, relation, new Map(numbers.map((column) => [column.id, whole(column)])));
}

async function learn(
  connection: DuckDBConnection,
  ctes: readonly string[],
  { fit }: Outcome,
  { columns, newRows }: Place,
): Promise<Fitted> {
  if (newRows) throw new AppError("INVALID", "A step has learned nothing that could be used on new rows.");
  const [row = {}] = await ask(connection, `${withOf(ctes)}\n${fit}`);
  const learned = columns.filter(({ id }) => id in row).map(({ id, name }) => [name, row[id]] as const);
  return Object.fromEntries(learned.map(([name, value]) => [name, value === null ? null : String(value)]));
}

function refuseBlocked(steps: readonly Step[], facts: readonly StepFacts[]): void {
  for (const { step, facts: found } of facts)
    for (const { text, blocks } of found) if (blocks) throw stepError(steps[step]!, step, text);
}

/** What DuckDB refuses in a recipe that has passed our own checks is a formula on values that do not fit. */
function asInvalid(error: unknown): never {
  if (error instanceof AppError || !(error instanceof Error) || /Out of Memory/i.test(error.message))
    throw error;
  const [first] = error.message.split("\n");
  throw new AppError("INVALID", `The recipe cannot run on these rows: ${first}`);
}
