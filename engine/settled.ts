import { dateFormat } from "@/lib/datasets/date-format";
import type { ColumnOptions, CsvOptions } from "@/lib/datasets/import-options";
import { missingCodes } from "@/lib/datasets/import-note";
import { numberPattern, plainNumber, wholePattern, type NumberForm } from "@/lib/datasets/number-form";
import { literal } from "@/lib/datasets/steps/step";
import type { ColumnType } from "@/lib/frame/frame";
import { keepsMicroseconds } from "./text-table";

/** A column whose reading was settled, as SQL over its text: no cell of it is read in another way. */
export type Settled = {
  i: number;
  name: string;
  type: ColumnType;
  cell: string;
  value: string;
  isMissing: string;
  /** The same of a cell that is called so. */
  of: (cell: string, raw: string) => { value: string; isMissing: string; isInfinite: string };
  /** Whether a cell has a value that does not fit, and why it does not. */
  fails: string;
  reason: string;
  codes: string[];
  onFail: NonNullable<ColumnOptions["onFail"]>;
  used: ColumnOptions;
};

const safe = Number.MAX_SAFE_INTEGER;
const isoDate = String.raw`\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?`;
const words = { yes: ["true", "t", "yes", "y", "1"], no: ["false", "f", "no", "n", "0"] };
const list = (texts: readonly string[]) => `(${texts.map(literal).join(", ")})`;

/** Whether somebody settled how a column is read. */
export function isSettled({ type, decimal, thousands, dates }: ColumnOptions): boolean {
  return [type, decimal, thousands, dates].some((one) => one !== undefined);
}

/** A settled column as SQL. @throws {AppError} INVALID for a way of writing dates that is none */
export function settledColumn(
  i: number,
  column: ColumnOptions,
  file: Pick<CsvOptions, "decimal" | "thousands" | "missing">,
): Settled {
  const type = column.type ?? (column.dates ? "date" : "number");
  const form: NumberForm = {
    decimal: column.decimal ?? file.decimal ?? ".",
    thousands: column.thousands ?? file.thousands ?? "",
  };
  const cell = `nullif(trim(c${i}), '')`;
  const codes = column.missing ?? file.missing ?? missingCodes;
  const { reason } = readingOf(cell, `c${i}`, type, form, column.dates);
  const of = (x: string, raw: string) => {
    const isMissing = codes.length > 0 ? `(${x} IS NULL OR ${x} IN ${list(codes)})` : `(${x} IS NULL)`;
    const infinite = `lower(ltrim(${x}, '+-')) IN ('inf', 'infinity', 'nan')`;
    const { value } = readingOf(x, raw, type, form, column.dates);
    return {
      isMissing,
      isInfinite: type === "number" ? `coalesce(NOT ${isMissing} AND ${infinite}, false)` : "false",
      value: `CASE WHEN ${isMissing} THEN NULL ELSE ${value} END`,
    };
  };
  const { value, isMissing, isInfinite } = of(cell, `c${i}`);
  return {
    i,
    name: column.name,
    type,
    cell,
    value,
    isMissing,
    of,
    fails: type === "text" ? "false" : `(NOT ${isMissing} AND NOT ${isInfinite} AND ${value} IS NULL)`,
    reason,
    codes: [...codes],
    onFail: column.onFail ?? "missing",
    used: { ...column, type, ...(type === "number" ? form : {}) },
  };
}

function readingOf(
  cell: string,
  raw: string,
  type: ColumnType,
  form: NumberForm,
  dates?: string[],
): { value: string; reason: string } {
  if (type === "text") return { value: raw, reason: "" };
  if (type === "boolean") {
    const lower = `lower(${cell})`;
    const value = `CASE WHEN ${lower} IN ${list(words.yes)} THEN true
      WHEN ${lower} IN ${list(words.no)} THEN false END`;
    return { value, reason: "is neither true nor false" };
  }
  if (type === "date") return dateReading(cell, dates);
  if (type === "integer") {
    const { thousands } = form;
    const whole = `TRY_CAST(${plainNumber(cell, { decimal: ".", thousands })} AS BIGINT)`;
    const pattern = wholePattern(thousands);
    const value = `CASE WHEN regexp_full_match(${cell}, '${pattern}') 
      AND ${whole} BETWEEN -${safe} AND ${safe} THEN ${whole} END`;
    return { value, reason: "is no whole number up to 2^53" };
  }
  const number = `TRY_CAST(${plainNumber(cell, form)} AS DOUBLE)`;
  const value = `CASE WHEN regexp_full_match(${cell}, '${numberPattern(form)}') 
    AND isfinite(${number}) THEN ${number} END`;
  return {
    value,
    reason: `is no number as ${form.thousands ? `1${form.thousands}234` : "1234"}${form.decimal}5`,
  };
}

function dateReading(cell: string, dates: string[] | undefined): { value: string; reason: string } {
  if (!dates) {
    const time = `TRY_CAST(${cell} AS TIMESTAMP)`;
    const fits = `regexp_full_match(${cell}, '${isoDate}') AND coalesce(${keepsMicroseconds(time)}, false)`;
    return { value: `CASE WHEN ${fits} THEN ${time} END`, reason: "is no date as YYYY-MM-DD" };
  }
  const ways = dates.map((written) => {
    const { strptime, pattern } = dateFormat(written);
    const time = `TRY_STRPTIME(${cell}, ${literal(strptime)})`;
    return `CASE WHEN regexp_full_match(${cell}, ${literal(pattern)}) THEN ${time} END`;
  });
  return {
    value: `coalesce(${ways.join(", ")}, NULL)`,
    reason: `is no date as ${dates.join(" or ")}`.slice(0, 200),
  };
}
