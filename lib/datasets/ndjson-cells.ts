import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnType } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { distinctNames } from "./dialect";
import type { ColumnNote } from "./import-note";
import { outerKeys, repeatedKey } from "./json-keys";

/** What the values of a key were, counted line by line. */
type Key = {
  index: number;
  seen: number;
  nulls: number;
  booleans: number;
  numbers: number;
  times: number;
  /**
   * Numbers that are whole; that a double keeps; that it rounds; and the first that it rounds or does not
   * keep.
   */
  whole: number;
  kept: number;
  rounded: number;
  example: string | null;
};
export type NdjsonColumn = { name: string; type: ColumnType; missing: number; note: ColumnNote };

const time = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?Z?)?$/;
/**
 * Numbers that a reader of JSON would write differently or cut; found inside of strings too, which does no
 * harm.
 */
const unusual = /[\d.]{16}|\d[eE]|\.\d*0(?!\d)|-0/;

/**
 * Turns lines of JSON into records of cells, each as text, and learns the type of every key on the way:
 * strings stay text, unless all of them are dates; numbers keep their digits; what is nested stays JSON;
 * null and a key that is not there are missing. Keys that differ in capitals alone are different keys.
 *
 * @param placeOf what errors call the place of a record, from the line that it came with
 */
export function ndjsonCells(placeOf: (line: number) => string = lineName): {
  /**
   * The record of a line as CSV, without an end; null for a line with nothing on it. @throws {AppError}
   * INVALID
   */
  record: (text: string, line: number) => string | null;
  /**
   * The columns, in the order in which keys first appeared. @throws {AppError} INVALID when there are none
   */
  columns: () => NdjsonColumn[];
} {
  const keys = new Map<string, Key>();
  let lines = 0;

  function keyOf(name: string): Key {
    const known = keys.get(name);
    if (known) return known;
    if (keys.size >= limits.datasetColumns)
      throw new AppError("TOO_LARGE", `The file has more than ${integer(limits.datasetColumns)} keys.`);
    const counts = { seen: 0, nulls: 0, booleans: 0, numbers: 0, times: 0, whole: 0, kept: 0, rounded: 0 };
    const key = { index: keys.size, ...counts, example: null };
    keys.set(name, key);
    return key;
  }

  function record(text: string, line: number): string | null {
    if (text.trim() === "") return null;
    lines += 1;
    const cells: string[] = [];
    const entries = Object.entries(objectOf(text, placeOf(line)));
    // JavaScript puts keys that are whole numbers first, whatever the line says.
    if (entries.some(([name]) => /^\d+$/.test(name) && !keys.has(name))) outerKeys(text).forEach(keyOf);
    for (const [name, value] of entries) {
      const key = keyOf(name);
      const cell = cellOf(key, value, () => placeOf(line));
      while (cells.length < key.index) cells.push("");
      cells[key.index] = cell;
    }
    return cells.join(",");
  }

  function columns(): NdjsonColumn[] {
    if (keys.size === 0) throw new AppError("INVALID", "No line of the file is a JSON object with keys.");
    const names = distinctNames([...keys.keys()]);
    return [...keys.values()].map((key, i) => columnOf(names[i]!, key, lines));
  }
  return { record, columns };
}

type Raw = { rawJSON: string };
type Source = { source: string };
const json = JSON as unknown as {
  parse: (text: string, revive?: (key: string, value: unknown, context: Source) => unknown) => unknown;
  rawJSON: (text: string) => Raw;
  isRawJSON: (value: unknown) => value is Raw;
};

function lineName(line: number): string {
  return `Line ${integer(line)}`;
}

function objectOf(text: string, place: string): Record<string, unknown> {
  const parsed = parsedRecord(text, place);
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed) || json.isRawJSON(parsed))
    throw new AppError("INVALID", `${place} is not a JSON object. No row was read.`);
  const twice = repeatedKey(text, parsed);
  if (twice !== null) throw new AppError("INVALID", `${place} has the key ${twice} twice. No row was read.`);
  return parsed as Record<string, unknown>;
}

function parsedRecord(text: string, place: string): unknown {
  try {
    if (!unusual.test(text)) return JSON.parse(text);
    return json.parse(text, (_, value, { source }) =>
      typeof value === "number" ? json.rawJSON(source) : value,
    );
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.slice(0, 200) : "it is nested too deeply";
    throw new AppError("INVALID", `${place} is not JSON: ${why}. No row was read.`);
  }
}

function cellOf(key: Key, value: unknown, placeOf: () => string): string {
  key.seen += 1;
  if (value === null) {
    key.nulls += 1;
    return "";
  }
  if (typeof value === "boolean") {
    key.booleans += 1;
    return String(value);
  }
  if (typeof value === "number" || json.isRawJSON(value)) return numberOf(key, value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (!text.isWellFormed())
    throw new AppError("INVALID", `${placeOf()} holds half a character (a lone surrogate). No row was read.`);
  if (typeof value === "string" && isTime(value)) key.times += 1;
  return `"${text.replaceAll('"', '""')}"`;
}

function numberOf(key: Key, number: number | Raw): string {
  const source = typeof number === "number" ? String(number) : number.rawJSON;
  const value = Number(source);
  key.numbers += 1;
  if (Number.isSafeInteger(value) && /^(0|-?[1-9]\d*)$/.test(source)) key.whole += 1;
  const exact = isExact(source, value);
  // A whole number beyond 2^53 is another one when rounded; 1e400 and 1e-400 are none at all.
  const isNumber = Number.isFinite(value) && (value !== 0 || digitsOf(source) === "");
  const isKept = isNumber && !isTooWhole(source, value, exact);
  if (isKept) key.kept += 1;
  if (isKept && !exact) key.rounded += 1;
  if (!isKept || !exact) key.example ??= source.slice(0, 60);
  return source;
}

/** Whether a double keeps all digits of a number: written with as many of them it reads the same. */
function isExact(source: string, value: number): boolean {
  const digits = digitsOf(source);
  if (digits.length <= 15) return true;
  return (
    digits.length <= 40 && Number.isFinite(value) && digitsOf(value.toPrecision(digits.length)) === digits
  );
}

function isTooWhole(source: string, value: number, exact: boolean): boolean {
  if (/^-?\d{16,}$/.test(source)) return !Number.isSafeInteger(value);
  return /^-?\d{16,}\./.test(source) && !exact && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

function digitsOf(text: string): string {
  return text
    .replace(/[eE].*$/, "")
    .replaceAll(/[^\d]/g, "")
    .replace(/^0+/, "");
}

function isTime(text: string): boolean {
  const parts = time
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!parts) return false;
  const [year, month, day, hours, minutes, seconds] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(Date.UTC(2000, month - 1, day));
  at.setUTCFullYear(year, month - 1, day);
  const isDay = year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  // Pages read times in milliseconds as doubles, which keep microseconds in these years alone.
  if (/\.\d{4,}/.test(text) && (year < 1700 || year >= 2240)) return false;
  return isDay && hours < 24 && minutes < 60 && seconds < 60;
}

function columnOf(name: string, key: Key, lines: number): NdjsonColumn {
  const present = key.seen - key.nulls;
  const type = typeOf(key, present);
  const missing = { "": lines - key.seen, null: key.nulls };
  const kept = type === "text" && key.numbers === present && key.example !== null;
  const note: ColumnNote = {
    column: name,
    missing: Object.fromEntries(Object.entries(missing).filter(([, count]) => count > 0)),
    ...(kept ? { kept: { why: "digits" as const, example: key.example! } } : {}),
    ...(type === "number" && key.rounded > 0
      ? { rounded: { count: key.rounded, example: key.example! } }
      : {}),
  };
  return { name, type, missing: lines - present, note };
}

function typeOf({ booleans, numbers, times, whole, kept }: Key, present: number): ColumnType {
  if (present === 0) return "text";
  if (booleans === present) return "boolean";
  if (whole === present) return "integer";
  if (numbers === present && kept === present) return "number";
  return times === present ? "date" : "text";
}
