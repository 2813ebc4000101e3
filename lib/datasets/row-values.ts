import { isoTime, type ColumnSchema } from "@/lib/frame/frame";
import { AppError } from "@/lib/errors";
import type { Row } from "./formula-evaluate";
import { parseIso } from "./formulas/calendar";
import type { Value } from "./formulas/function";

/** A row as JSON has it: dates as ISO text, missing as null. */
export type JsonRow = Readonly<Record<string, unknown>>;

/**
 * A row of JSON as recipes compute with it.
 *
 * @throws {AppError} INVALID with the column whose value is not of its type; a column that lacks is missing
 */
export function readRow(row: JsonRow, columns: readonly ColumnSchema[]): Row {
  return new Map(
    columns.map((column) => {
      const value = Object.hasOwn(row, column.name) ? row[column.name] : null;
      return [column.name, value === null || value === undefined ? null : valueFrom(value, column)];
    }),
  );
}

function valueFrom(value: unknown, { name, type }: ColumnSchema): Value {
  if (type === "number" && typeof value === "number") return Number.isFinite(value) ? value : null;
  if (type === "integer" && Number.isSafeInteger(value)) return value as number;
  if (type === "boolean" && typeof value === "boolean") return value;
  if (type === "text" && typeof value === "string") return value;
  const time = type === "date" && typeof value === "string" ? parseIso(value) : null;
  if (time !== null) return time;
  throw new AppError("INVALID", `${name}: expected ${words[type]}, found ${JSON.stringify(value)}.`);
}

const words: Record<ColumnSchema["type"], string> = {
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  text: "text",
  date: "a date such as 2020-01-31 or 2020-01-31T12:00:00Z",
};

/** A row as JSON; dates as ISO text in UTC. */
export function writeRow(row: Row): Record<string, string | number | boolean | null> {
  const made: Record<string, string | number | boolean | null> = Object.create(null) as typeof made;
  for (const [name, value] of row)
    made[name] = typeof value === "bigint" ? isoTime(Number(value) / 1_000) : value;
  return made;
}
