import { isMissing, Unreadable } from "./cell-words";
import { valueText } from "@/lib/notebooks/runtime/value-text";

/** With these a spreadsheet takes a text for a formula, unless it is a number. */
const computed = /^[=+\-@\t\r]/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Whether a spreadsheet would compute a text; a `'` goes before such a text in files, and their reader hears
 * how many there were. Numbers are none, whatever their sign.
 */
function isComputed(value: unknown): value is string {
  return typeof value === "string" && computed.test(value) && !number.test(value);
}

/**
 * A row as a line of comma separated values, by RFC 4180 without its end, and how many texts got a `'`.
 * Nothing is missing, `""` is an empty text, numbers have all of their digits.
 */
export function csvLine(values: readonly unknown[]): { line: string; guarded: number } {
  let guarded = 0;
  const fields = values.map((value) => {
    const isGuarded = isComputed(value);
    if (isGuarded) guarded += 1;
    const text = plainText(value);
    const quoted = value === "" || /[",\r\n]|^\s|\s$/.test(text);
    const field = isGuarded ? `'${text}` : text;
    return quoted ? `"${field.replaceAll('"', '""')}"` : field;
  });
  // a line with nothing in it would be no row
  const line = fields.length === 1 && fields[0] === "" ? '""' : fields.join(",");
  return { line, guarded };
}

/** A row for the clipboard, as spreadsheets take it: between tabs, quoted where a part holds one. */
export function tabLine(values: readonly unknown[]): { line: string; guarded: number } {
  let guarded = 0;
  const fields = values.map((value) => {
    const isGuarded = isComputed(value);
    if (isGuarded) guarded += 1;
    const field = `${isGuarded ? "'" : ""}${plainText(value)}`;
    return /["\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  });
  return { line: fields.join("\t"), guarded };
}

function plainText(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (isMissing(value)) return "";
  if (typeof value === "bigint") return String(value);
  if (value instanceof Unreadable) return `(cannot be read: ${value.message})`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  return valueText(value);
}
