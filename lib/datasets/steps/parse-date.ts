import * as z from "zod";
import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import { bind } from "../formulas/sql";
import {
  cellsByFormula,
  changeCells,
  columnRef,
  columnsOfType,
  formulaText,
  otherwise,
  otherwiseField,
  where,
  whereField,
} from "./cells";
import { cell, names } from "./schema";
import { stepKind, type HeldColumn, type Place } from "./step";

const serials = {
  "1900": "TIMESTAMP '1899-12-30' + to_microseconds(CAST(round(v * 86400000000) AS BIGINT))",
  "1904": "TIMESTAMP '1904-01-01' + to_microseconds(CAST(round(v * 86400000000) AS BIGINT))",
  seconds: "make_timestamp(CAST(round(v * 1000000) AS BIGINT))",
  milliseconds: "make_timestamp(CAST(round(v * 1000) AS BIGINT))",
} as const;
const types: readonly ColumnType[] = ["text", "integer", "number"];

const schema = z.strictObject({
  kind: z.literal("parse-date"),
  columns: names,
  formats: z.array(cell.min(1, "expected a format")).max(20),
  /** The last year of two digits that is after 2000. */
  pivot: z.number().int().min(0).max(99).optional(),
  serial: z.enum(["1900", "1904", "seconds", "milliseconds"]).optional(),
  otherwise,
  where,
});
type Step = z.output<typeof schema>;

/** Reads dates: text by formats, the first that fits, and numbers that count days or seconds. */
export const parseDate = stepKind({
  schema,
  title: "Read dates",
  group: "Dates",
  form: [
    { key: "columns", label: "Columns", as: "columns", types },
    {
      key: "formats",
      label: "Formats, one a line",
      hint: "YYYY or YY, MM or MMM, DD, HH, mm, ss; the first that fits a cell reads it",
      as: "lines",
    },
    {
      key: "pivot",
      label: "Last two-digit year after 2000",
      hint: "68 reads 68 as 2068 and 69 as 1969",
      as: "number",
      step: 1,
      least: 0,
      most: 99,
      optional: true,
    },
    {
      key: "serial",
      label: "Numbers are",
      as: "choice",
      options: [
        { value: "1900", label: "days of a spreadsheet (1900)" },
        { value: "1904", label: "days of a spreadsheet (1904)" },
        { value: "seconds", label: "seconds since 1970" },
        { value: "milliseconds", label: "milliseconds since 1970" },
      ],
      empty: "no dates",
    },
    otherwiseField,
    whereField,
  ],
  defaults: () => ({ columns: [], formats: ["YYYY-MM-DD"] }),
  onNewRows: "apply",
  sentence: ({ columns, formats, serial }) => {
    const how = [...formats, ...(serial ? ["numbers"] : [])];
    return `Read dates in ${columns.join(", ")} as ${how.join(" or ")}`;
  },
  apply: (step, place) => {
    if (step.formats.length === 0 && !step.serial)
      throw new AppError("INVALID", "Say how dates are written: by a format, or as numbers.");
    const cells = columnsOfType(place.columns, step.columns, types).map((column) => ({
      column,
      type: "date" as const,
      sql: dateSql(column, step, place),
    }));
    return changeCells(place, cells, { ...step, reads: "a date" });
  },
});

function dateSql(column: HeldColumn, step: Step, place: Place): string {
  const written = step.formats.map((format) => {
    const date = `date(trim(${columnRef(column)}), ${formulaText(format)})`;
    const isShort = /(?<!Y)YY(?!Y)/.test(format);
    return cellsByFormula(column, place, isShort ? pivoted(date, step.pivot ?? 68) : date).sql;
  });
  if (column.type === "text") {
    const number = `CASE WHEN regexp_full_match(trim(${column.id}), '[0-9]+([.][0-9]+)?')
      THEN TRY_CAST(trim(${column.id}) AS DOUBLE) END`;
    const ways = [...written, ...(step.serial ? [serialSql(number, step.serial)] : [])];
    return `coalesce(${[...ways, "NULL"].join(", ")})`;
  }
  if (!step.serial) throw new AppError("INVALID", `${column.name} holds numbers: say what they count.`);
  return serialSql(`CAST(${column.id} AS DOUBLE)`, step.serial);
}

/** A date of a number, from 1900 to 9999; what is outside is none. */
function serialSql(number: string, serial: keyof typeof serials): string {
  const [least, most] = {
    "1900": [1, 2_958_465],
    "1904": [0, 2_957_003],
    seconds: [-2_208_988_800, 253_402_300_799],
    milliseconds: [-2_208_988_800_000, 253_402_300_799_999],
  }[serial] as [number, number];
  return bind(number, `CASE WHEN v >= ${least} AND v <= ${most} THEN ${serials[serial]} END`);
}

/** A date whose year had two digits, which formulas read as 1969 to 2068, in the century that is meant. */
function pivoted(date: string, pivot: number): string {
  return `case(year(${date}) >= 2000 and mod(year(${date}), 100) > ${pivot}, date_add(${date}, -100, 'year'),
    year(${date}) < 2000 and mod(year(${date}), 100) <= ${pivot}, date_add(${date}, 100, 'year'), ${date})`;
}
