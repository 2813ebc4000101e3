import type { DuckDBConnection } from "@duckdb/node-api";
import { rawCharacters, type FailedCell } from "@/lib/datasets/failed-cell";
import type { ColumnNote } from "@/lib/datasets/import-note";
import { AppError } from "@/lib/errors";
import { counted, integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import type { Settled } from "./settled";
import { countSettled } from "./settled-count";
import type { TextTable } from "./text-table";

/** The lines of the file where some rows of the relation begin; by number of the row, ascending. */
export type LineOf = (rows: readonly number[]) => Promise<Map<number, number>>;

type Left = {
  relation: string;
  failed: FailedCell[];
  notes: Map<number, Pick<ColumnNote, "failed">>;
  sentences: string[];
};

/**
 * The relation without the rows in which a cell fails that is to leave its row out; and a refusal where one
 * fails that is to be refused.
 *
 * @throws {AppError} INVALID with the line of the first such cell
 */
export async function leaveOutRows(
  connection: DuckDBConnection,
  { relation }: TextTable,
  settled: ReadonlyMap<number, Settled>,
  lineOf: LineOf,
): Promise<Left> {
  const strict = [...settled.values()].filter(({ onFail, type }) => onFail !== "missing" && type !== "text");
  const plain: Left = { relation, failed: [], notes: new Map(), sentences: [] };
  if (strict.length === 0) return plain;
  const counts = await countSettled(connection, relation, strict);
  const failing = strict.filter(({ i }) => counts.get(i)!.failed > 0);
  if (failing.length === 0) return plain;
  const refused = failing.filter(({ onFail }) => onFail === "refuse");
  const [first] = await listFailed(connection, relation, refused, lineOf, 1);
  if (first) {
    const { line, column, raw, reason } = first;
    throw new AppError("INVALID", `Line ${integer(line)}: “${raw}” in ${column} ${reason}. No row was read.`);
  }
  const listed = await listFailed(connection, relation, failing, lineOf);
  const condition = failing.map(({ fails }) => `NOT coalesce(${fails}, false)`).join(" AND ");
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM ${relation} WHERE NOT (${condition})`,
  );
  const rows = Number(reader.getRowsJson()[0]![0]);
  return {
    relation: `(SELECT * FROM ${relation} WHERE ${condition})`,
    failed: listed.map((cell) => ({ ...cell, row: null })),
    notes: new Map(
      failing.map(({ i }) => {
        const { failed, example } = counts.get(i)!;
        return [i, { failed: { count: failed, example, rowsLeftOut: true } }];
      }),
    ),
    sentences: [`${counted(rows, "row")} left out, in which a cell does not fit its type.`],
  };
}

/** Cells of settled columns that do not fit, in the order of rows, at most so many, with their lines. */
export async function listFailed(
  connection: DuckDBConnection,
  relation: string,
  failing: readonly Settled[],
  lineOf: LineOf,
  most: number = limits.failedCellsKept,
): Promise<FailedCell[]> {
  if (failing.length === 0) return [];
  const parts = failing.map(
    ({ i, fails }, at) =>
      `CASE WHEN ${fails} THEN {'at': ${at}, 'raw': left(c${i}, ${rawCharacters + 1})} END`,
  );
  const line = relation.includes(lineColumn) ? lineColumn : "NULL";
  const reader = await connection.runAndReadAll(`
    SELECT n::DOUBLE, line, cell.at, cell.raw FROM (
      SELECT n, line, unnest([${parts.join(", ")}]) AS cell FROM (
        SELECT *, row_number() OVER () - 1 AS n, ${line} AS line FROM ${relation}
      ) WHERE ${failing.map(({ fails }) => fails).join(" OR ")} LIMIT ${most * failing.length}
    ) WHERE cell IS NOT NULL ORDER BY n LIMIT ${most}`);
  const found = reader.getRowsJson().map(([n, at, place, raw]) => ({
    row: Number(n),
    line: at === null ? null : Number(at),
    column: failing[Number(place)]!,
    raw: String(raw),
  }));
  const unknown = found.filter(({ line: known }) => known === null).map(({ row }) => row);
  const lines = unknown.length > 0 ? await lineOf([...new Set(unknown)]) : new Map<number, number>();
  return found.map(({ row, line: known, column, raw }) => ({
    row,
    line: known ?? lines.get(row) ?? 1,
    column: column.name,
    raw: raw.length > rawCharacters ? `${raw.slice(0, rawCharacters)}…` : raw,
    reason: column.reason,
  }));
}

/** The column of a copy that holds the line of the file where each row begins. */
export const lineColumn = "line_of_file";
