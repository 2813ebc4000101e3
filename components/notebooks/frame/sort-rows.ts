import { argsort } from "@/lib/stats/sort";

/** Missing values come last, whichever way one sorts. */
const isMissing = (value: unknown) => value === null || value === undefined || Number.isNaN(value);

/**
 * The numbers of rows in the order of a column's values; equal ones stay in their order.
 *
 * @param valueAt the value of the column at a row
 */
export function sortedRows(
  count: number,
  valueAt: (row: number) => unknown,
  isDescending: boolean,
): ArrayLike<number> {
  const values = Array.from({ length: count }, (_, row) => valueAt(row));
  if (values.every((value) => typeof value === "number" || isMissing(value)))
    return sortedNumbers(values as (number | null | undefined)[], isDescending);
  const present = values.flatMap((value, row) => (isMissing(value) ? [] : [row]));
  const missing = values.flatMap((value, row) => (isMissing(value) ? [row] : []));
  const sign = isDescending ? -1 : 1;
  present.sort((a, b) => sign * compared(values[a], values[b]) || a - b);
  return [...present, ...missing];
}

/** Of numbers, a million in a tenth of a second; -0 is what 0 is. */
function sortedNumbers(values: readonly (number | null | undefined)[], isDescending: boolean): Uint32Array {
  const signed = Float64Array.from(values, (value) => (isDescending ? -(value ?? NaN) : (value ?? NaN)) + 0);
  const present = argsort(signed);
  const order = new Uint32Array(values.length);
  order.set(present);
  let at = present.length;
  for (let row = 0; row < values.length; row++) if (Number.isNaN(signed[row])) order[at++] = row;
  return order;
}

function compared(a: unknown, b: unknown): number {
  const isText = typeof a === "string" || typeof b === "string";
  const [left, right] = isText ? [String(a), String(b)] : [a as number, b as number];
  return left < right ? -1 : left > right ? 1 : 0;
}
