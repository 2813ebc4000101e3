import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { splitColumn } from "../split-column";
import { literal, type Check, type HeldColumn, type Place } from "./step";

/**
 * The rows that a step may learn from: those for training, or all where nothing was split.
 */
export function trainingRows({ from, columns }: Pick<Place, "from" | "columns">): string {
  const split = splitOf(columns);
  return split ? `(SELECT * FROM ${from} WHERE ${split.id} = 'train')` : from;
}

/** The column that says where rows belong; one of that name that holds no text says nothing. */
function splitOf(columns: readonly HeldColumn[]): HeldColumn | undefined {
  return columns.find(({ name, type }) => name === splitColumn && type === "text");
}

/** A query that learns one text for each column, by an expression of it over the training rows. */
export function fitSql(columns: readonly HeldColumn[], one: (column: HeldColumn) => string): string {
  return `SELECT ${columns.map((column) => `CAST((${one(column)}) AS VARCHAR) AS ${column.id}`).join(", ")}`;
}

/**
 * What a step learned of a column, as text.
 *
 * @returns null while it has not learned yet
 * @throws {AppError} INVALID where the training rows had nothing to learn from; `what` is what is lacking
 */
export function learnedOf(
  { fitted }: Pick<Place, "fitted">,
  { name }: HeldColumn,
  what: string,
): string | null {
  if (!fitted) return null;
  const learned = fitted[name];
  if (learned === null || learned === undefined)
    throw new AppError(
      "INVALID",
      `${name} has no value among the training rows, so there is no ${what} of it.`,
    );
  return learned;
}

/** Numbers that a step learned of a column, from JSON; null while it has not. @throws as `learnedOf` */
export function numbersLearned(
  place: Pick<Place, "fitted">,
  column: HeldColumn,
  what: string,
): number[] | null {
  const learned = learnedOf(place, column, what);
  return learned === null ? null : (JSON.parse(learned) as number[]);
}

/** Texts that a step learned of a column, from JSON; null while it has not. @throws as `learnedOf` */
export function textsLearned(
  place: Pick<Place, "fitted">,
  column: HeldColumn,
  what: string,
): string[] | null {
  const learned = learnedOf(place, column, what);
  return learned === null ? null : (JSON.parse(learned) as string[]);
}

/** The value beside a key in pairs, by SQL of the key and of each value; missing where there is none. */
export function lookupSql(key: string, pairs: readonly (readonly [key: string, value: string])[]): string {
  if (pairs.length === 0) return "NULL";
  const rows = pairs.map(([from, value]) => `(${literal(from)}, ${value})`).join(", ");
  return `(SELECT any_value(v) FROM (VALUES ${rows}) AS pairs(k, v) WHERE k = ${key})`;
}

/** The value beside a column's cell in pairs whose keys are its values as text. */
export function lookupOfColumn(
  column: HeldColumn,
  pairs: readonly (readonly [key: string, value: string])[],
): string {
  if (column.type !== "number") return lookupSql(`CAST(${column.id} AS VARCHAR)`, pairs);
  if (pairs.length === 0) return "NULL";
  // Text tells 0 from -0, which are one number.
  const rows = pairs.map(([from, value]) => `(${literal(from)}::DOUBLE, ${value})`).join(", ");
  return `(SELECT any_value(v) FROM (VALUES ${rows}) AS pairs(k, v) WHERE k = ${column.id})`;
}

/** Whether a column's cell is a value, which is said as text. */
export function isValue({ id, type }: HeldColumn, value: string): string {
  return type === "number"
    ? `${id} = ${literal(value)}::DOUBLE`
    : `CAST(${id} AS VARCHAR) = ${literal(value)}`;
}

/** Whether a row is for training, as SQL; every row is where nothing was split. */
export function isTraining({ columns }: Pick<Place, "columns">): string {
  const split = splitOf(columns);
  return split ? `(${split.id} IS NOT DISTINCT FROM 'train')` : "true";
}

/**
 * The mean and the standard deviation of a column over some rows, as `mean` and `sd` of one row. Deviations
 * are summed in a second pass, which loses no digits and does not fail where squares are too large.
 */
export function momentsSql({ id }: HeldColumn, rows: string): string {
  return `SELECT mean, coalesce(sqrt(sum((x - mean) * (x - mean)) / nullif(count(x) - 1, 0)), 0) AS sd
    FROM (SELECT CAST(${id} AS DOUBLE) AS x, avg(CAST(${id} AS DOUBLE)) OVER () AS mean FROM ${rows})
    WHERE x IS NOT NULL GROUP BY mean`;
}

/** A query of some numbers as one JSON text, missing where one of them is none or without bound. */
export function numbersJson(numbers: readonly string[], from: string): string {
  const all = numbers.map((number) => `isfinite(CAST(${number} AS DOUBLE))`).join(" AND ");
  return `SELECT CASE WHEN ${all} THEN to_json([${numbers.join(", ")}]) END FROM (${from})`;
}

/** Says how many cells of each column a condition is true of; nothing where it is true of none. */
export function countedCells(
  from: string,
  cells: readonly { column: HeldColumn; where: string }[],
  words: string,
): Check {
  const sums = cells.map(({ where }, i) => `count(*) FILTER (WHERE ${where})::DOUBLE AS n${i}`);
  return {
    sql: `SELECT ${sums.join(", ")} FROM ${from}`,
    facts: (row) =>
      cells.flatMap(({ column }, i) => {
        const count = Number(row[`n${i}`]);
        const which = `${integer(count)} ${count === 1 ? "cell" : "cells"} of ${column.name}`;
        return count === 0 ? [] : [{ text: `${which} ${words}`, count, blocks: false }];
      }),
  };
}
