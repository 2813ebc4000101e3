import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { cellOf, type Column, type Frame } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { seededRandom } from "@/lib/stats/random";
import { listing } from "../listing";

/** Fewer rows than this say too little of how their columns go together. */
export const leastRows = 10;

/** How many rows are wanted: in all, or of each class of a column. */
export type Wanted =
  | { rows: number; byClass: null }
  | { byClass: { column: string; rows: readonly { value: string; rows: number }[] } };

/** Rows that are fitted together, and the places of the rows that are made of them. */
export type Part = { value: string | null; fitted: Uint32Array; places: Uint32Array };

/** How many rows of each class there are, the most frequent first. */
export function countClasses(column: Column, rows: Uint32Array): { value: string; rows: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = classOf(column, row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, rows: count }))
    .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
}

function classOf(column: Column, row: number): string | null {
  const cell = cellOf(column, row);
  return cell === null ? null : String(cell);
}

/** How many rows each class lacks to be as large as the largest. */
export function balancing(classes: readonly { value: string; rows: number }[]) {
  const largest = Math.max(0, ...classes.map(({ rows }) => rows));
  return classes.map(({ value, rows }) => ({ value, rows: rows < leastRows ? 0 : largest - rows }));
}

/**
 * The rows that are fitted together: all of `fitted`, or those of each class.
 *
 * @throws {AppError} INVALID where rows are too few, or a class is not there
 */
export function partsOf(frame: Frame, fitted: Uint32Array, wanted: Wanted, seed: number): Part[] {
  if (wanted.byClass === null) {
    if (fitted.length < leastRows)
      throw new AppError(
        "INVALID",
        `There are ${integer(fitted.length)} rows to learn from; at least ${leastRows} are needed.`,
      );
    return [{ value: null, fitted, places: Uint32Array.from({ length: wanted.rows }, (_, i) => i) }];
  }
  const { column: name, rows: classes } = wanted.byClass;
  const column = frame.columns.find((one) => one.name === name);
  if (!column) throw new AppError("INVALID", `There is no column ${name} among those that are used.`);
  const asked = classes.filter(({ rows }) => rows > 0);
  requireClasses(name, countClasses(column, fitted), asked);
  const order = shuffled(
    asked.flatMap(({ rows }, i) => new Array<number>(rows).fill(i)),
    seed,
  );
  return asked.map(({ value }, i) => ({
    value,
    fitted: fitted.filter((row) => classOf(column, row) === value),
    places: Uint32Array.from(order.flatMap((part, place) => (part === i ? [place] : []))),
  }));
}

function requireClasses(
  name: string,
  known: readonly { value: string; rows: number }[],
  asked: readonly { value: string; rows: number }[],
): void {
  if (known.length > limits.syntheticClasses)
    throw new AppError(
      "INVALID",
      `${name} has ${integer(known.length)} different values; ` +
        `classes may be at most ${limits.syntheticClasses}.`,
    );
  const rowsOf = new Map(known.map(({ value, rows }) => [value, rows]));
  const absent = asked.filter(({ value }) => !rowsOf.has(value)).map(({ value }) => value);
  if (absent.length > 0)
    throw new AppError("INVALID", `No row to learn from has ${listing(absent, 5)} in ${name}.`);
  const few = asked.filter(({ value }) => rowsOf.get(value)! < leastRows);
  if (few.length > 0)
    throw new AppError(
      "INVALID",
      `Classes of ${name} with fewer than ${leastRows} rows say too little of how columns go together: ` +
        `${listing(
          few.map(({ value }) => `${value} (${rowsOf.get(value)})`),
          5,
        )}. Ask for 0 rows of them.`,
    );
}

function shuffled(values: number[], seed: number): number[] {
  const random = seededRandom(seed);
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}
