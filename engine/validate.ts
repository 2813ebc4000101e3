import type { DuckDBConnection } from "@duckdb/node-api";
import type { Dictionary, DictionaryEntry } from "@/lib/datasets/dictionary";
import type { EngineRequests, NamedTable } from "@/lib/datasets/engine";
import {
  expectationsOf,
  expectedWords,
  outcomeOf,
  stopWords,
  type Check,
  type ExpectationKind,
  type FailingRow,
  type Validation,
} from "@/lib/datasets/expectations";
import { holdColumns } from "@/lib/datasets/recipe";
import { literal, rowNumber, type HeldColumn } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";
import { withDuckDb } from "./duckdb";
import { readFrame } from "./read";
import { numberedRows } from "./version-file";

/** Failing rows that a check names, and checks that name some: the rest is read a page at a time. */
const rowsNamed = 20;
const checksNamed = 50;

type Expected = { entry: DictionaryEntry; column: HeldColumn; kind: ExpectationKind };

/** How a table meets what a dictionary expects of it, counted on all rows. */
export function validateTable({
  table,
  dictionary,
}: EngineRequests["validate"]["input"]): Promise<Validation> {
  return onTable(table, async (connection, columns) => {
    const expected = expectedOf(dictionary, columns);
    const failing = await countFailing(connection, expected, table.rows);
    const keys = keysOf(dictionary, columns);
    const checks: Check[] = [];
    let named = 0;
    for (const [i, { entry, column, kind }] of expected.entries()) {
      const count = failing[i]!;
      const names = count > 0 && kind !== "type" && named++ < checksNamed;
      const page = { keys, condition: conditionOf({ entry, column, kind }), offset: 0, limit: rowsNamed };
      checks.push({
        column: entry.name,
        kind,
        expected: expectedWords(entry, kind),
        failing: count,
        tolerated: entry.tolerated ?? 0,
        outcome: outcomeOf(entry, count, table.rows),
        rows: names ? await readFailing(connection, column, page) : [],
      });
    }
    return { rows: table.rows, checks };
  });
}

/** A page of the rows that fail one expectation of a column, in the order of the table. */
export function failingRows({
  table,
  dictionary,
  column: name,
  kind,
  offset,
  limit,
}: EngineRequests["failing-rows"]["input"]): Promise<FailingRow[]> {
  return onTable(table, async (connection, columns) => {
    const expected = expectedOf(dictionary, columns).find(
      (one) => one.entry.name === name && one.kind === kind,
    );
    if (!expected) throw new AppError("INVALID", `Nothing of this kind is expected of ${name}.`);
    const keys = keysOf(dictionary, columns);
    return readFailing(connection, expected.column, {
      keys,
      condition: conditionOf(expected),
      offset,
      limit,
    });
  });
}

/**
 * Validates what was just written.
 *
 * @throws {AppError} INVALID with the first failing rows when an expectation that stops is not met
 */
export async function requireExpectations(table: NamedTable, dictionary: Dictionary): Promise<Validation> {
  const validation = await validateTable({ table, dictionary });
  const words = stopWords(validation);
  if (words) throw new AppError("INVALID", words);
  return validation;
}

function onTable<Result>(
  table: NamedTable,
  act: (connection: DuckDBConnection, columns: HeldColumn[]) => Promise<Result>,
): Promise<Result> {
  return withDuckDb({ files: [table.file] }, async (connection) => {
    const { columns } = holdColumns(table.columns);
    const ids = columns.map(({ id }) => id);
    await connection.run(`CREATE VIEW t AS SELECT * FROM ${await numberedRows(connection, table, ids)}`);
    return act(connection, columns);
  });
}

/** What is said of columns that the table does not have is about other versions. */
function expectedOf(dictionary: Dictionary, columns: readonly HeldColumn[]): Expected[] {
  return dictionary.flatMap((entry) => {
    const column = columns.find(({ name }) => name === entry.name);
    return column ? expectationsOf(entry).map((kind) => ({ entry, column, kind })) : [];
  });
}

function keysOf(dictionary: Dictionary, columns: readonly HeldColumn[]): HeldColumn[] {
  const ids = dictionary.filter(({ role }) => role === "id").map(({ name }) => name);
  return columns.filter(({ name }) => ids.includes(name)).slice(0, 3);
}

async function countFailing(
  connection: DuckDBConnection,
  expected: readonly Expected[],
  rows: number,
): Promise<number[]> {
  const counted = expected.filter(({ kind }) => kind !== "type");
  const list = counted.map((one) => `count(*) FILTER (${conditionOf(one)})::DOUBLE`);
  const counts =
    list.length > 0
      ? (await connection.runAndReadAll(`SELECT ${list.join(", ")} FROM t`)).getRowsJson()[0]!.map(Number)
      : [];
  return expected.map((one) => {
    if (one.kind !== "type") return counts[counted.indexOf(one)]!;
    const { type } = one.column;
    const fits = type === one.entry.type || (type === "integer" && one.entry.type === "number");
    return fits ? 0 : rows;
  });
}

/** The rows that fail, as a condition that is never true of a cell that says nothing of it. */
function conditionOf({ entry, column: { id, type }, kind }: Expected): string {
  switch (kind) {
    case "type":
      return "true";
    case "required":
      return `${id} IS NULL`;
    case "unique":
      return `${id} IN (SELECT ${id} FROM t WHERE ${id} IS NOT NULL GROUP BY ${id} HAVING count(*) > 1)`;
    case "allowed":
      return `${id} IS NOT NULL AND NOT (${isOneOf(id, type, entry.allowed!)})`;
    case "missing-code":
      return isOneOf(id, type, entry.missingCodes!);
    case "range": {
      const { least, most } = entry;
      const sides = [
        least === undefined ? null : `${id} < ${boundOf(least, type)}`,
        most === undefined ? null : `${id} > ${boundOf(most, type)}`,
      ];
      return `coalesce(${sides.filter((side) => side !== null).join(" OR ")}, false)`;
    }
  }
}

function isOneOf(id: string, type: HeldColumn["type"], values: readonly (string | number)[]): string {
  const isNumeric = type === "integer" || type === "number";
  const list = isNumeric
    ? values.map(Number).filter((value) => !Number.isNaN(value))
    : values.map((value) => literal(String(value)));
  if (list.length === 0) return "false";
  const cell = isNumeric ? id : type === "date" ? `strftime(${id}, '%Y-%m-%d')` : `CAST(${id} AS VARCHAR)`;
  return `coalesce(${cell} IN (${list.join(", ")}), false)`;
}

/** A bound that a type cannot have, such as a date for a number, says nothing of its cells. */
function boundOf(bound: string | number, type: HeldColumn["type"]): string {
  if (type === "date") return `TRY_CAST(${literal(String(bound))} AS TIMESTAMP)`;
  if (type === "integer" || type === "number")
    return Number.isNaN(Number(bound)) ? "NULL" : String(Number(bound));
  return "NULL";
}

type PageOf = { keys: readonly HeldColumn[]; condition: string; offset: number; limit: number };

async function readFailing(
  connection: DuckDBConnection,
  column: HeldColumn,
  { keys, condition, offset, limit }: PageOf,
): Promise<FailingRow[]> {
  const list = [rowNumber, `${column.id} AS v`, ...keys.map(({ id }, i) => `${id} AS k${i}`)];
  const relation = `(SELECT ${list.join(", ")} FROM t WHERE ${condition}
    ORDER BY ${rowNumber} LIMIT ${limit} OFFSET ${offset})`;
  const columns = [
    { name: rowNumber, type: "integer" as const },
    { name: "v", type: column.type },
    ...keys.map(({ type }, i) => ({ name: `k${i}`, type })),
  ];
  const frame = await readFrame(connection, relation, columns, { tail: `ORDER BY ${rowNumber}` });
  return rowsOf(frame).map((row) => ({
    row: Number(row[rowNumber]) + 1,
    key: Object.fromEntries(keys.map(({ name }, i) => [name, row[`k${i}`] ?? null])),
    value: row.v ?? null,
  }));
}
