import * as z from "zod";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { parseFormula } from "../formula";
import { formulaSql } from "../formula-sql";
import { typeOfFormula } from "../formula-type";
import { textSql } from "./conversion";
import type { FormField } from "./form";
import { formula } from "./schema";
import {
  findColumn,
  projection,
  rowNumber,
  sqlTypes,
  withColumn,
  type CellChange,
  type Check,
  type HeldColumn,
  type Outcome,
  type Place,
} from "./step";

/** Which rows a step changes, as a formula; without one, all. */
export const where = formula.optional();
export const whereField: FormField<"where"> & { as: "formula" } = {
  key: "where",
  label: "Only where",
  hint: 'Empty for all rows, or for instance "Absolute Magnitude" > 22',
  as: "formula",
  optional: true,
};

/** What becomes of cells that cannot be read: they forbid saving, or are missing. */
export const otherwise = z.literal("missing").optional();
export const otherwiseField: FormField<"otherwise"> & { as: "choice" } = {
  key: "otherwise",
  label: "Cells that do not fit",
  as: "choice",
  options: ["missing"],
  empty: "stop and say how many",
};

/** A new value for the cells of a column: its SQL over the ids, and its type where that changes. */
export type NewCells = { column: HeldColumn; type?: ColumnType; sql: string };
type Options = {
  where?: string | undefined;
  /** Where cells are read as something: what, in words; those that cannot be are counted. */
  reads?: string;
  otherwise?: "missing" | undefined;
};

/**
 * Puts new values into cells, where a condition is true; rows, names and places stay.
 *
 * @throws {AppError} INVALID where a column would hold two types because a condition leaves cells as they are
 */
export function changeCells(place: Place, news: readonly NewCells[], options: Options = {}): Outcome {
  const condition = options.where === undefined ? null : conditionSql(options.where, place.columns);
  const cells = news.map((one) => changeOf(one, condition));
  const after = new Map(cells.map((cell) => [cell.before.id, cell.after]));
  const columns = place.columns.map((old) => after.get(old.id) ?? old);
  const sql = projection(columns, place.from, new Map(cells.map((cell) => [cell.after.id, cell.sql])));
  const check = options.reads === undefined ? null : failedCells(cells, place.from, options.reads, options);
  return {
    columns,
    sql,
    cells,
    sameRows: true,
    ...(options.reads === undefined ? {} : { reads: true }),
    ...(check ? { check } : {}),
  };
}

function changeOf({ column, type = column.type, sql }: NewCells, condition: string | null): CellChange {
  const after = { ...column, type };
  const typed = `CAST(${sql} AS ${sqlTypes[type]})`;
  if (condition === null) return { before: column, after, sql: typed };
  const widens = column.type === "integer" && type === "number";
  if (type !== column.type && !widens)
    throw new AppError(
      "INVALID",
      `${column.name} would hold two types, ${column.type} and ${type}: leave out "only where".`,
    );
  const old = `CAST(${column.id} AS ${sqlTypes[type]})`;
  return { before: column, after, sql: `CASE WHEN ${condition} THEN ${typed} ELSE ${old} END` };
}

/** A formula that is true or false, as SQL. @throws {AppError} INVALID for one of another type */
export function conditionSql(source: string, columns: readonly HeldColumn[]): string {
  const tree = parseFormula(source);
  if (typeOfFormula(tree, columns) !== "boolean")
    throw new AppError("INVALID", 'A condition is true or false, such as "H" <= 22.');
  return formulaSql(tree, columns);
}

/** Adds columns at the end, or in place of those of their names; rows stay. */
export function addColumns(place: Place, added: readonly (ColumnSchema & { sql: string })[]): Outcome {
  let columns = [...place.columns];
  const expressions = new Map<string, string>();
  for (const { name, type, sql } of added) {
    const next = withColumn({ ...place, columns }, { name, type });
    columns = next.columns;
    expressions.set(next.id, `CAST(${sql} AS ${sqlTypes[type]})`);
  }
  return { columns, sql: projection(columns, place.from, expressions), sameRows: true };
}

/** Counts the cells that had a value and have none when they are read, with up to three of them. */
function failedCells(
  cells: readonly CellChange[],
  from: string,
  reads: string,
  { otherwise: allowed }: Options,
): Check {
  const failed = ({ before, sql }: CellChange) =>
    `FROM (SELECT ${textSql(before)} AS cell, ${sql} AS after FROM ${from})
      WHERE cell IS NOT NULL AND after IS NULL`;
  const columns = cells.flatMap((cell, i) => [
    `(SELECT count(*)::DOUBLE ${failed(cell)}) AS failed${i}`,
    `(SELECT string_agg('"' || cell || '"', ', ') FROM (
      SELECT DISTINCT left(cell, 40) AS cell ${failed(cell)} ORDER BY cell LIMIT 3
    )) AS shown${i}`,
  ]);
  return {
    sql: `SELECT ${columns.join(", ")}`,
    facts: (row) =>
      cells.flatMap(({ before: { name } }, i) => {
        const count = Number(row[`failed${i}`]);
        if (count === 0) return [];
        const which = `${integer(count)} ${count === 1 ? "cell" : "cells"} of ${name}`;
        const such = `such as ${String(row[`shown${i}`])}`;
        const text = allowed
          ? `${which} became missing, ${such}`
          : `${which} cannot be read as ${reads}, ${such}. ` +
            "Say that they become missing, or change them first.";
        return [{ text, count, blocks: !allowed }];
      }),
  };
}

/** A column as a formula names it. */
export function columnRef({ name }: Pick<ColumnSchema, "name">): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * New cells of a column, by a formula that is written over it.
 *
 * @throws {AppError} INVALID in words that say nothing of a formula, which nobody typed here
 */
export function cellsByFormula(column: HeldColumn, { columns }: Place, source: string): NewCells {
  const { sql, type } = compiled(source, columns);
  return { column, type, sql };
}

/** A new column by a formula. @throws {AppError} INVALID as `cellsByFormula` */
export function columnByFormula(name: string, { columns }: Place, source: string) {
  return { name, ...compiled(source, columns) };
}

function compiled(source: string, columns: readonly HeldColumn[]): { sql: string; type: ColumnType } {
  try {
    const tree = parseFormula(source);
    return { sql: formulaSql(tree, columns), type: typeOfFormula(tree, columns) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const plain = error.message.replace(/^Formula, character \d+: /, "");
    throw new AppError("INVALID", plain.charAt(0).toUpperCase() + plain.slice(1));
  }
}

/** The columns of these names, each once. @throws {AppError} INVALID for one of another type */
export function columnsOfType(
  columns: readonly HeldColumn[],
  names: readonly string[],
  types: readonly ColumnType[],
): HeldColumn[] {
  return [...new Set(names)].map((name) => {
    const column = findColumn(columns, name);
    if (types.includes(column.type)) return column;
    const wanted = types.map((type) => typeWords[type]).filter((word, i, all) => all.indexOf(word) === i);
    throw new AppError(
      "INVALID",
      `${name} holds ${typeWords[column.type]}; this needs ${wanted.join(" or ")}.`,
    );
  });
}

const typeWords: Record<ColumnType, string> = {
  integer: "numbers",
  number: "numbers",
  boolean: "true or false",
  date: "dates",
  text: "text",
};

/** Text as a formula has it. */
export function formulaText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The rows in another order, numbered by it; rows that are equal in it stay in theirs. */
export function inOrder(columns: readonly HeldColumn[], from: string, order: string): string {
  const ids = columns.map(({ id }) => id);
  const number = `row_number() OVER (ORDER BY ${order}, ${rowNumber}) - 1 AS ${rowNumber}`;
  return `SELECT ${[...ids, number].join(", ")} FROM ${from}`;
}
