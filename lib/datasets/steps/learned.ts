import { AppError } from "@/lib/errors";
import { splitColumn } from "../split-column";
import { literal, type HeldColumn, type Place } from "./step";

/**
 * The rows that a step may learn from: those for training, or all where nothing was split.
 */
export function trainingRows({ from, columns }: Pick<Place, "from" | "columns">): string {
  const split = columns.find(({ name }) => name === splitColumn);
  return split ? `(SELECT * FROM ${from} WHERE ${split.id} = 'train')` : from;
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
export function numbersLearned(place: Place, column: HeldColumn, what: string): number[] | null {
  const learned = learnedOf(place, column, what);
  return learned === null ? null : (JSON.parse(learned) as number[]);
}

/** Texts that a step learned of a column, from JSON; null while it has not. @throws as `learnedOf` */
export function textsLearned(place: Place, column: HeldColumn, what: string): string[] | null {
  const learned = learnedOf(place, column, what);
  return learned === null ? null : (JSON.parse(learned) as string[]);
}

/** The value beside a key in pairs, by SQL of the key and of each value; missing where there is none. */
export function lookupSql(key: string, pairs: readonly (readonly [key: string, value: string])[]): string {
  if (pairs.length === 0) return "NULL";
  const rows = pairs.map(([from, value]) => `(${literal(from)}, ${value})`).join(", ");
  return `(SELECT any_value(v) FROM (VALUES ${rows}) AS pairs(k, v) WHERE k = ${key})`;
}
