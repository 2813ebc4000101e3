import { exact } from "@/lib/format";
import { valueText } from "@/lib/notebooks/runtime/value-text";

/** What stands in place of a value that the cell's own code did not give: a getter that threw. */
export class Unreadable {
  constructor(readonly message: string) {}
}

/** Whether a value of a table is missing: nothing, or no number. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** A value as it stands in a table: numbers with all of their digits, dates without a time of midnight. */
export function cellWords(value: unknown): string {
  if (isMissing(value)) return "–";
  if (typeof value === "number") return exact(value);
  if (typeof value === "bigint") return String(value).replace("-", "−");
  if (value instanceof Unreadable) return `(cannot be read: ${value.message})`;
  return value instanceof Date ? dateWords(value) : valueText(value);
}

function dateWords(value: Date): string {
  if (Number.isNaN(value.getTime())) return "Invalid Date";
  return value.toISOString().replace("T00:00:00.000Z", "");
}
