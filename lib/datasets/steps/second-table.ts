import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import type { HeldColumn, Place, SecondTable } from "./step";
import { tableWords, type TableRef } from "./table-ref";

/** The second table of a step. @throws {AppError} INVALID where nobody has read what it is */
export function secondTable({ second }: Pick<Place, "second">, table: TableRef): SecondTable {
  if (second) return second;
  throw new AppError("INVALID", `${tableWords(table)} was not read.`);
}

const kinds: Record<ColumnType, string> = {
  integer: "numbers",
  number: "numbers",
  boolean: "true or false",
  date: "dates",
  text: "text",
};

/**
 * The type that holds the cells of two columns: the same, or numbers for whole numbers and others.
 *
 * @throws {AppError} INVALID with both columns where there is none
 */
export function commonType(left: HeldColumn, right: HeldColumn, table: TableRef): ColumnType {
  if (left.type === right.type) return left.type;
  if (kinds[left.type] === kinds[right.type]) return "number";
  throw new AppError(
    "INVALID",
    `${left.name} holds ${kinds[left.type]}, and ${right.name} of ${tableWords(table)} holds ` +
      `${kinds[right.type]}: change the type of one of them first.`,
  );
}
