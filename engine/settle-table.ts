import type { DuckDBConnection } from "@duckdb/node-api";
import type { FailedCell } from "@/lib/datasets/failed-cell";
import type { ColumnNote } from "@/lib/datasets/import-note";
import type { ColumnOptions, CsvOptions } from "@/lib/datasets/import-options";
import { literal } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import { leaveOutRows, listFailed, type LineOf } from "./failed-cells";
import { isSettled, settledColumn, type Settled } from "./settled";
import { countSettled, type SettledCount } from "./settled-count";
import type { TextTable } from "./text-table";

/** A column as it is written: its SQL, how many cells have no value, and what there is to say of it. */
export type ReadColumn = {
  type: ColumnType;
  sql: string;
  missing: number;
  note: ColumnNote;
  used: ColumnOptions;
};
type Forms = Pick<CsvOptions, "columns" | "decimal" | "thousands" | "missing">;
type Table = Pick<TextTable, "relation" | "names">;

/** The columns whose reading somebody settled. @throws {AppError} INVALID for one that the table has not */
export function settledOf({ names }: Pick<Table, "names">, options: Forms): Map<number, Settled> {
  const settled = new Map<number, Settled>();
  for (const column of options.columns ?? []) {
    const i = names.indexOf(column.name);
    if (i === -1) throw new AppError("INVALID", unknown(column.name, names));
    if (isSettled(column)) settled.set(i, settledColumn(i, column, options));
  }
  return settled;
}

function unknown(name: string, names: readonly string[]): string {
  const known = names.slice(0, 20).join(", ");
  return `The options name a column “${name}”, which the file has not. Its columns are: ${known}.`;
}

/** The relation with cells read as if something else stood in them, where that was asked. */
export function withReplaced({ relation, names }: Table, columns: readonly ColumnOptions[]): string {
  const replaced = columns.filter(({ replace }) => (replace?.length ?? 0) > 0);
  if (replaced.length === 0) return relation;
  const cases = replaced.map(({ name, replace }) => {
    const column = `c${names.indexOf(name)}`;
    const whens = replace!.map(
      ({ from, to }) => `WHEN ${column} = ${literal(from)} THEN nullif(${literal(to)}, '')`,
    );
    return `CASE ${whens.join(" ")} ELSE ${column} END AS ${column}`;
  });
  return `(SELECT * REPLACE (${cases.join(", ")}) FROM ${relation})`;
}

/** A settled column as it is written; `isFound` where its way of writing was found out. */
export function columnOfSettled(
  { name, type, value, onFail, used }: Settled,
  { missing, failed, infinite, rounded, example, codes }: SettledCount,
  isFound: boolean,
): ReadColumn {
  const { decimal, thousands, dates } = used;
  const written =
    dates?.join(" or ") ?? (decimal === "," || thousands ? `1${thousands ?? ""}234${decimal}5` : null);
  const note: ColumnNote = {
    column: name,
    missing: codes,
    ...(infinite > 0 ? { notFinite: infinite } : {}),
    ...(rounded > 0 ? { rounded: { count: rounded, example } } : {}),
    ...(failed > 0 ? { failed: { count: failed, example, rowsLeftOut: onFail === "drop rows" } } : {}),
    ...(isFound && written ? { writtenAs: written } : {}),
  };
  return { type, sql: value, missing: missing + failed + infinite, note, used };
}

export type SettledTable = {
  relation: string;
  columns: Map<number, ReadColumn>;
  failed: FailedCell[];
  /** What there is to say of rows that were left out; where there are none, all rows are there. */
  sentences: string[];
};

/**
 * Reads some columns of a table as was asked, from their text, where all others have types already. Nothing
 * but the codes that were given stands for a missing cell.
 *
 * @param found the type that each column has if nobody asks for another
 * @throws {AppError} INVALID for a column that the table has not, and for a cell that is to be refused
 */
export async function settleTexts(
  connection: DuckDBConnection,
  table: Table & { found: readonly ColumnType[] },
  asked: readonly ColumnOptions[],
  lineOf: LineOf,
): Promise<SettledTable> {
  const typed = asked.map((column) =>
    isSettled(column) ? column : { ...column, type: table.found[table.names.indexOf(column.name)] },
  );
  const settled = settledOf(table, { columns: typed.filter(changesCells), missing: [] });
  settledOf(table, { columns: typed.filter((column) => !changesCells(column)) });
  const replaced = { ...table, relation: withReplaced(table, asked) };
  const text = { ...replaced, decimalComma: false, dotThousands: false };
  const left = await leaveOutRows(connection, text, settled, lineOf);
  const counted = await countSettled(connection, left.relation, [...settled.values()]);
  const columns = new Map<number, ReadColumn>();
  for (const [i, one] of settled) {
    const column = columnOfSettled(one, counted.get(i)!, false);
    columns.set(i, { ...column, note: { ...column.note, ...left.notes.get(i) } });
  }
  for (const { name } of typed.filter((column) => !changesCells(column)))
    columns.set(table.names.indexOf(name), await plainText(connection, left.relation, table.names, name));
  const failing = [...settled.values()].filter(({ i }) => counted.get(i)!.failed > 0);
  const failed = await listFailed(connection, left.relation, failing, lineOf);
  return { relation: left.relation, columns, failed: [...left.failed, ...failed], sentences: left.sentences };
}

/** Whether a cell becomes anything but the text that it is. */
function changesCells({ type, missing, dates }: ColumnOptions): boolean {
  return type !== "text" || missing !== undefined || dates !== undefined;
}

async function plainText(
  connection: DuckDBConnection,
  relation: string,
  names: readonly string[],
  name: string,
): Promise<ReadColumn> {
  const sql = `c${names.indexOf(name)}`;
  const reader = await connection.runAndReadAll(`SELECT (count(*) - count(${sql}))::DOUBLE FROM ${relation}`);
  const missing = Number(reader.getRowsJson()[0]![0]);
  const note: ColumnNote = { column: name, ...(missing > 0 ? { missing: { "": missing } } : {}) };
  return { type: "text", sql, missing, note, used: { name, type: "text" } };
}
