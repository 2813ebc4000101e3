import { cellWords, isMissing } from "./cell-words";

type Sign = ">" | ">=" | "<" | "<=" | "=" | "!=";
/** Whether a value is among those that a filter lets through. */
export type RowFilter = (value: unknown) => boolean;

const signed = /^(>=|<=|!=|<>|>|<|=)\s*(.+)$/s;
const range = /^(.+?)\s*\.\.\s*(.+)$/s;
const day = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z?)?)?)?$/;

/**
 * What somebody wrote above a column as a test of its values; null for nothing. `> 5`, `1..5`, `= 5` compare
 * numbers exactly, dates as the span that was written (`2026-01` is the whole month) and texts in the order
 * of their characters; `is missing` and `not missing` ask whether there is one; anything else, and what
 * stands in quotes, is looked for in the text, whatever its case.
 */
export function rowFilter(written: string): RowFilter | null {
  const text = written.trim();
  if (text === "") return null;
  if (/^is missing$/i.test(text)) return isMissing;
  if (/^not missing$/i.test(text)) return (value) => !isMissing(value);
  const quoted = text.match(/^"(.*)"$/s);
  if (quoted) return containing(quoted[1]!);
  const [, sign, operand] = text.match(signed) ?? [];
  if (sign && operand) return comparing(sign === "<>" ? "!=" : (sign as Sign), operand);
  return between(text) ?? plain(text);
}

function containing(part: string): RowFilter {
  const wanted = part.toLowerCase();
  return (value) => !isMissing(value) && cellWords(value).toLowerCase().includes(wanted);
}

/** A number stands for itself among numbers, a date for its span among dates. */
function plain(text: string): RowFilter {
  const [number, span, inText] = [numberOf(text), spanOf(text), containing(text)];
  return (value) => {
    if (number !== null && isNumber(value)) return value == number; // a bigint equals a number
    if (span && value instanceof Date) return holds("=", value.getTime(), span);
    return inText(value);
  };
}

function comparing(sign: Sign, operand: string): RowFilter {
  const [number, span] = [numberOf(operand), spanOf(operand)];
  return (value) => {
    if (isMissing(value)) return false;
    if (isNumber(value)) return number !== null && holds(sign, value, { from: number, to: number });
    if (value instanceof Date) return span !== null && holds(sign, value.getTime(), span);
    const words = cellWords(value);
    return holds(sign, words, { from: operand, to: operand });
  };
}

/** `1..5`, both ends within. Of texts it is no range but what is looked for. */
function between(text: string): RowFilter | null {
  const [, low, high] = text.match(range) ?? [];
  if (!low || !high) return null;
  const numbers = [numberOf(low), numberOf(high)] as const;
  const spans = [spanOf(low), spanOf(high)] as const;
  const inText = containing(text);
  return (value) => {
    if (isMissing(value)) return false;
    const [from, to] = numbers;
    if (isNumber(value)) return from !== null && to !== null && value >= from && value <= to;
    if (!(value instanceof Date)) return inText(value);
    const [first, last] = spans;
    return first !== null && last !== null && value.getTime() >= first.from && value.getTime() <= last.to;
  };
}

type Comparable = number | bigint | string;
/** Compares a value with all that was written: an operand's first and last value, equal where it is one. */
function holds(sign: Sign, value: Comparable, { from, to }: { from: Comparable; to: Comparable }): boolean {
  if (sign === ">") return value > to;
  if (sign === ">=") return value >= from;
  if (sign === "<") return value < from;
  if (sign === "<=") return value <= to;
  const isWithin = value >= from && value <= to;
  return sign === "=" ? isWithin : !isWithin;
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";

/** A number as it was written; whole ones that a number cannot hold exactly are bigints. */
function numberOf(text: string): number | bigint | null {
  const plain = text
    .trim()
    .replace("−", "-")
    .replaceAll(/(?<=\d),(?=\d{3}(?:\D|$))/g, "");
  if (/^[+-]?(∞|Infinity)$/i.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return /^[+-]?\d+$/.test(plain) && !Number.isSafeInteger(number) ? BigInt(plain.replace("+", "")) : number;
}

/** The first and the last millisecond of what a date names: a year, a month, a day, a moment; in UTC. */
function spanOf(text: string): { from: number; to: number } | null {
  const written = text.trim();
  const parts = written.match(day);
  if (!parts) return null;
  const time = parts[3] ? (written.endsWith("Z") ? written : `${written}Z`) : written;
  const from = Date.parse(time);
  if (Number.isNaN(from)) return null;
  const next = new Date(from);
  if (!parts[1]) next.setUTCFullYear(next.getUTCFullYear() + 1);
  else if (!parts[2]) next.setUTCMonth(next.getUTCMonth() + 1);
  else if (!parts[3]) next.setUTCDate(next.getUTCDate() + 1);
  else next.setTime(from + (parts[5] ? 1 : parts[4] ? 1_000 : 60_000));
  return { from, to: next.getTime() - 1 };
}
