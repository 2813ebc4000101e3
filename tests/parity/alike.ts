import type { Value } from "@/lib/datasets/formulas/function";

/** Whether a value is the cell that pandas answered: numbers to 1e-12, dates as microseconds in text. */
export function alikeInPandas(value: Value, cell: string | number | boolean | null): boolean {
  if (typeof value === "bigint") return cell === String(value);
  if (typeof value !== "number" || typeof cell !== "number") return value === cell;
  return value === cell || Math.abs(value - cell) <= 1e-12 * Math.max(Math.abs(value), Math.abs(cell));
}
