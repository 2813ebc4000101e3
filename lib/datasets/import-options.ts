import * as z from "zod";
import { columnTypes } from "@/lib/frame/frame";
import { jsonText } from "@/lib/json-text";
import { limits } from "@/lib/limits";

/**
 * How a file is read. What is left out is found out from the file ("as sniffed"); what is given holds for
 * every cell, and a cell that does not fit is never read in another way in silence.
 */

const onFail = z.enum(["missing", "drop rows", "refuse"]);
const decimal = z.enum([".", ","]);
const thousands = z.enum(["", ".", ",", " ", "'"]);
/** What stands in a cell, to its last character. */
const cellText = z.string().max(1_000);
/** What stands for a missing cell, in place of the usual codes; an empty cell is always one. */
const missing = z.array(cellText).max(100);
/** How a date is written, such as DD/MM/YYYY HH:mm; see `date-format.ts`. */
const datePattern = z.string().min(2).max(40);

/** How one column is read, by its name in the table. */
export const columnOptionsSchema = z.strictObject({
  name: z.string().min(1).max(300),
  type: z.enum(columnTypes).optional(),
  decimal: decimal.optional(),
  thousands: thousands.optional(),
  /** Ways in which its dates are written; each cell fits one of them. */
  dates: z.array(datePattern).min(1).max(10).optional(),
  missing: missing.optional(),
  /** Cells that are read as if something else stood in them. */
  replace: z
    .array(z.strictObject({ from: cellText, to: cellText }))
    .max(1_000)
    .optional(),
  /** What becomes of a cell that does not fit its type: missing and listed, its row left out, a refusal. */
  onFail: onFail.optional(),
});
export type ColumnOptions = z.output<typeof columnOptionsSchema>;

/** What every format may be told. */
export const commonOptions = {
  columns: z
    .array(columnOptionsSchema)
    .max(limits.datasetColumns)
    .refine(
      (columns) => new Set(columns.map(({ name }) => name)).size === columns.length,
      "expected each column once",
    )
    .optional(),
  /** A column that can be read in two ways stays text, marked; or the file is refused. */
  onAmbiguous: z.enum(["text", "refuse"]).optional(),
};

/** Ways in which the bytes of a text file are written. */
export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];
const lines = z.number().int().min(0).max(1_000);
/** Of several files, the name of a column that is added behind all others and names each row's file. */
const fileColumn = z.string().trim().min(1).max(300);

export const csvOptionsSchema = z.strictObject({
  format: z.literal("csv"),
  ...commonOptions,
  encoding: z.enum(encodings).optional(),
  /** One printable character of ASCII that is neither letter nor digit, or a tab. */
  delimiter: z
    .string()
    .regex(/^[\t!#-/:-@[-`{-~]$/, "expected one character, such as , ; | or a tab")
    .optional(),
  /**
   * Of lines without delimiters, where each column but the first begins: in characters (code points) from 0.
   * Blanks around a cell are no part of it, and quotes mean nothing.
   */
  boundaries: z
    .array(z.number().int().min(1).max(100_000))
    .min(1)
    .max(limits.datasetColumns - 1)
    .refine((all) => all.every((at, i) => i === 0 || at > all[i - 1]!), "expected ascending places")
    .optional(),
  /** What stands around cells that hold delimiters; nothing where "" is given. */
  quote: z.enum(['"', "'", ""]).optional(),
  /** Lines of the file before the header, left out. */
  skipLines: lines.optional(),
  /** Lines that name the columns, joined by a space; 0 where the file names none. */
  headerLines: z.number().int().min(0).max(5).optional(),
  /** Whether the record behind the header holds units. */
  unitsRow: z.boolean().optional(),
  /** What lines begin with that are no data. */
  comment: z
    .string()
    .regex(/^[!-/:-@[-`{-~]{1,3}$/, "expected one to three characters, such as #")
    .optional(),
  /** The first and the last record of data that is read, from 1. */
  firstRow: z.number().int().min(1).optional(),
  lastRow: z.number().int().min(1).optional(),
  /** Records at the end that are no data, such as a line of totals. */
  footerLines: lines.optional(),
  decimal: decimal.optional(),
  thousands: thousands.optional(),
  /** Codes of the columns that have none of their own. */
  missing: missing.optional(),
  dateOrder: z.enum(["day first", "month first", "year first"]).optional(),
  /**
   * A record of another length ends the import, with its line, or is kept out and listed; one that is too
   * short may be filled up with missing cells, and is counted.
   */
  ragged: z.enum(["refuse", "keep out", "fill"]).optional(),
  /** Whether records that repeat the header are left out, and counted. */
  dropRepeatedHeaders: z.boolean().optional(),
  fileColumn: fileColumn.optional(),
});
export type CsvOptions = z.output<typeof csvOptionsSchema>;

export const ndjsonOptionsSchema = z.strictObject({
  format: z.literal("ndjson"),
  ...commonOptions,
  fileColumn: fileColumn.optional(),
});
export type NdjsonOptions = z.output<typeof ndjsonOptionsSchema>;
export const parquetOptionsSchema = z.strictObject({
  format: z.literal("parquet"),
  ...commonOptions,
  /** Whether folders of an archive such as year=2022/ are columns; without it such an archive is refused. */
  partitions: z.enum(["columns"]).optional(),
  fileColumn: fileColumn.optional(),
});
export type ParquetOptions = z.output<typeof parquetOptionsSchema>;

export const jsonOptionsSchema = z.strictObject({
  format: z.literal("json"),
  ...commonOptions,
  /** Where the list of rows is, as a JSON Pointer such as /data/items; "" where the file is the list. */
  path: z
    .string()
    .max(1_000)
    .regex(/^(\/[^]*)?$/, "expected a JSON Pointer, such as /data/items")
    .optional(),
  fileColumn: fileColumn.optional(),
});
export type JsonOptions = z.output<typeof jsonOptionsSchema>;

export const xlsxOptionsSchema = z.strictObject({
  format: z.literal("xlsx"),
  ...commonOptions,
  /** The sheet that is read, by its name. */
  sheet: z.string().min(1).max(255).optional(),
  /** The row of the sheet in which the header begins, or the data where there is none; from 1. */
  headerRow: z.number().int().min(1).max(limits.sheetRows).optional(),
  /** Rows that name the columns, joined by a space; 0 where the sheet names none. */
  headerLines: z.number().int().min(0).max(5).optional(),
  /** Whether the row behind the header holds units. */
  unitsRow: z.boolean().optional(),
  /** The last row of the sheet that is read. */
  lastRow: z.number().int().min(1).max(limits.sheetRows).optional(),
  /** Rows with cells at the end that are no data, such as a row of totals. */
  footerLines: lines.optional(),
  /** Codes of the columns that have none of their own. */
  missing: missing.optional(),
  /** What becomes of hidden rows and columns. */
  hidden: z.enum(["read", "leave out"]).optional(),
});
export type XlsxOptions = z.output<typeof xlsxOptionsSchema>;

/** How a file is read, by its format. */
export const importOptionsSchema = z.discriminatedUnion("format", [
  csvOptionsSchema,
  jsonOptionsSchema,
  xlsxOptionsSchema,
  ndjsonOptionsSchema,
  parquetOptionsSchema,
]);
export type ImportOptions = z.output<typeof importOptionsSchema>;

/** Options as a form carries them: JSON. */
export const importOptionsField = jsonText("options", limits.importOptionsBytes).pipe(importOptionsSchema);

/**
 * How the file of a version was read: what somebody asked for, and all of it with what was found out. The
 * same file with `used` gives the same rows; the next file of the dataset is read as `asked`.
 */
export const importedWithSchema = z.strictObject({ asked: importOptionsSchema, used: importOptionsSchema });
export type ImportedWith = z.output<typeof importedWithSchema>;
