import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import type { JoinStep } from "./join-step";
import { commonType } from "./second-table";
import { tableWords } from "./table-ref";
import { findColumn, requireFreeName, type HeldColumn, type SecondTable } from "./step";

/** Two columns that agree in rows that match, and the type in which they are compared. */
export type JoinKey = { here: HeldColumn; there: HeldColumn; type: ColumnType };

/**
 * The keys of a join.
 *
 * @throws {AppError} INVALID for a column that is not there, is named twice, or is of another type
 */
export function keysOf(
  { keys, table }: JoinStep,
  columns: readonly HeldColumn[],
  second: SecondTable,
): JoinKey[] {
  for (const side of [0, 1] as const) {
    const names = keys.map((pair) => pair[side]);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new AppError("INVALID", `${twice} stands in two pairs of keys.`);
  }
  return keys.map(([left, right]) => {
    const here = findColumn(columns, left);
    const there = findThere(second, right, tableWords(table));
    return { here, there, type: commonType(here, there, table) };
  });
}

function findThere({ columns }: SecondTable, name: string, words: string): HeldColumn {
  const found = columns.find((column) => column.name === name);
  if (!found) throw new AppError("INVALID", `There is no column ${name} in ${words}.`);
  return found;
}

/** A name of a column that steps can still say. */
const longestName = 300;

/**
 * The columns after a join, and those of them that come from the second table. Names that both tables have,
 * whatever their capitals, get the suffixes.
 *
 * @throws {AppError} INVALID where two columns would have one name, or a name is too long
 */
export function takenOf(
  step: JoinStep,
  columns: readonly HeldColumn[],
  { second, keys }: { second: SecondTable; keys: readonly JoinKey[] },
): { columns: HeldColumn[]; taken: HeldColumn[] } {
  const words = tableWords(step.table);
  const wanted =
    step.columns.length === 0
      ? second.columns.filter((column) => keys.every(({ there }) => there !== column))
      : [...new Set(step.columns)].map((name) => findThere(second, name, words));
  const here = lowerNames(columns);
  const both = new Set([...lowerNames(wanted)].filter((name) => here.has(name)));
  const [own] = columns.filter(({ name }) => both.has(name.toLowerCase()));
  if (own && step.suffix === step.otherSuffix)
    throw new AppError("INVALID", `Both tables have a column ${own.name}: give one of them a suffix.`);
  const suffixed = (column: HeldColumn, suffix: string) =>
    both.has(column.name.toLowerCase()) ? { ...column, name: column.name + suffix } : column;
  const after: HeldColumn[] = [];
  const add = (column: HeldColumn) => {
    requireFreeName(after, column.name);
    if (column.name.length > longestName)
      throw new AppError(
        "INVALID",
        `With its suffix, a name would be longer than ${longestName} characters.`,
      );
    after.push(column);
  };
  const typed = (column: HeldColumn) => {
    const key = step.how === "full" ? keys.find((one) => one.here === column) : undefined;
    return key ? { ...column, type: key.type } : column;
  };
  columns.forEach((column) => add(suffixed(typed(column), step.suffix)));
  wanted.forEach((column) => add(suffixed(column, step.otherSuffix)));
  return { columns: after, taken: after.slice(columns.length) };
}

function lowerNames(columns: readonly HeldColumn[]): Set<string> {
  return new Set(columns.map(({ name }) => name.toLowerCase()));
}
