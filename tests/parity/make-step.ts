import type { Step } from "@/lib/datasets/recipe";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import type { Chance } from "./chance";
import { inexactPrefix, randomFormula } from "./random-formula";

/** A step of a kind over columns, and a second table; null where they allow none. */
export type Make = (
  chance: Chance,
  columns: readonly ColumnSchema[],
  second: readonly ColumnSchema[],
) => Step | null;

/** Whether nothing may be decided by a column, whose last digit is the processor's or a sum's. */
export function isInexact({ name }: Pick<ColumnSchema, "name">): boolean {
  return name.toLowerCase().startsWith(inexactPrefix.trim()) || /[ _](sd|mean|sum|median)/i.test(name);
}

/** Columns by which something may be decided, of some types. */
export function exactOf(columns: readonly ColumnSchema[], types?: readonly ColumnType[]): ColumnSchema[] {
  return columns.filter((column) => !isInexact(column) && (!types || types.includes(column.type)));
}

/** One or two names of columns of some types; null where there is none. */
export function someOf(
  chance: Chance,
  columns: readonly ColumnSchema[],
  types?: readonly ColumnType[],
): string[] | null {
  const fitting = exactOf(columns, types);
  if (fitting.length === 0) return null;
  return [...new Set([chance.one(fitting).name, chance.one(fitting).name])];
}

/** One such name. */
export function oneOf(
  chance: Chance,
  columns: readonly ColumnSchema[],
  types?: readonly ColumnType[],
): string | null {
  return someOf(chance, columns, types)?.[0] ?? null;
}

/** A condition for some of the rows, or none. */
export function whereOf(chance: Chance, columns: readonly ColumnSchema[]): { where?: string } {
  return chance.happens(0.3) ? { where: randomFormula(chance, "boolean", exactOf(columns), 1) } : {};
}

/** Types of numbers. */
export const numbers: readonly ColumnType[] = ["number", "integer"];
/** What becomes of cells that cannot be read, so that no recipe is refused for them. */
export const otherwise = "missing" as const;
