import * as z from "zod";
import { changedEach, missingIn } from "./ops";
import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
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
import { stepKind, type HeldColumn } from "./step";

/** Numbers that are dates: the least and the most of them, and each as a formula of a number. */
const serials = {
  "1900": { range: [1, 2_958_465], date: (n: string) => `date_add('1899-12-30', ${n}, 'day')` },
  "1904": { range: [0, 2_957_003], date: (n: string) => `date_add('1904-01-01', ${n}, 'day')` },
  seconds: {
    range: [-2_208_988_800, 253_402_300_799],
    date: (n: string) => `date_add('1970-01-01', ${n}, 'second')`,
  },
  milliseconds: {
    range: [-2_208_988_800_000, 253_402_300_799_999],
    // Whole seconds first: a thousandth of a large number is not exact.
    date: (n: string) =>
      `date_add(date_add('1970-01-01', floor(${n} / 1000), 'second'), mod(${n}, 1000) / 1000, 'second')`,
  },
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
    const cells = columnsOfType(place.columns, step.columns, types).map((column) =>
      cellsByFormula(column, place, dateFormula(column, step)),
    );
    return changeCells(place, cells, { ...step, reads: "a date" });
  },
  ops: (step, { columns }) =>
    changedEach(columnsOfType(columns, step.columns, types), (_, column) => dateFormula(column, step), {
      type: "date",
      where: step.where,
    }),
});

/** A cell as a date, as a formula: by the first format that fits it, or as a number. */
function dateFormula(column: HeldColumn, step: Step): string {
  const ref = columnRef(column);
  const written = step.formats.map((format) => {
    const date = `date(trim(${ref}), ${formulaText(format)})`;
    const isShort = /(?<!Y)YY(?!Y)/.test(format);
    return isShort ? pivoted(date, step.pivot ?? 68) : date;
  });
  if (column.type === "text") {
    const isNumber = `matches(trim(${ref}), '^[0-9]+([.][0-9]+)?$')`;
    const number = `if(${isNumber}, number(${ref}), ${missingIn("number")})`;
    const ways = [...written, ...(step.serial ? [serialFormula(number, step.serial)] : [])];
    return `coalesce(${ways.join(", ")})`;
  }
  if (!step.serial) throw new AppError("INVALID", `${column.name} holds numbers: say what they count.`);
  return serialFormula(ref, step.serial);
}

/** A date of a number, from 1900 to 9999; what is outside is none. */
function serialFormula(number: string, serial: keyof typeof serials): string {
  const { range, date } = serials[serial];
  const [least, most] = range;
  return `if(${number} between ${least} and ${most}, ${date(number)}, ${missingIn("date")})`;
}

/** A date whose year had two digits, which formulas read as 1969 to 2068, in the century that is meant. */
function pivoted(date: string, pivot: number): string {
  return `case(year(${date}) >= 2000 and mod(year(${date}), 100) > ${pivot}, date_add(${date}, -100, 'year'),
    year(${date}) < 2000 and mod(year(${date}), 100) <= ${pivot}, date_add(${date}, 100, 'year'), ${date})`;
}
