import type { Value } from "@/lib/datasets/formulas/function";
import { parseIso } from "@/lib/datasets/formulas/calendar";

/** Whether a value is the cell that an engine answered: numbers to 1e-12, dates to the microsecond. */
export function alike(value: Value, cell: string | number | boolean | null): boolean {
  if (typeof value === "bigint") return typeof cell === "string" && isTime(value, parseIso(cell));
  if (typeof value !== "number" || typeof cell !== "number") return value === cell;
  return value === cell || Math.abs(value - cell) <= 1e-12 * Math.max(Math.abs(value), Math.abs(cell));
}

/** Frames hold a time as a double of milliseconds, which is no longer exact from the year 2255 on. */
function isTime(value: bigint, cell: bigint | null): boolean {
  if (cell === null || value === cell) return value === cell;
  const far = value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER);
  return far && (value > cell ? value - cell : cell - value) <= 64n;
}
