import type { Column } from "@/lib/frame/frame";

/**
 * Values for a key or for free text that are in no row: `synthetic-000001` and so on, or whole numbers
 * counted on from the greatest that there is.
 *
 * @param there NaN for a row without a value
 */
export function newCells(column: Column, there: Float64Array): Column {
  let next = 0;
  if (column.type !== "text") {
    const greatest = column.values.reduce((most, value) => (value > most ? value : most), 0);
    return { ...column, values: there.map((value) => (value === value ? greatest + ++next : NaN)) };
  }
  next = greatestNumber(column.categories);
  const categories: string[] = [];
  const codes = Int32Array.from(there, (value) =>
    value === value ? categories.push(`synthetic-${String(++next).padStart(6, "0")}`) - 1 : -1,
  );
  return { ...column, codes, categories };
}

/** Rows may have been made of rows that were made before. */
function greatestNumber(categories: readonly string[]): number {
  let greatest = 0;
  for (const text of categories) {
    const [, digits] = /^synthetic-(\d{1,15})$/.exec(text) ?? [];
    if (digits) greatest = Math.max(greatest, Number(digits));
  }
  return greatest;
}
