import type { ColumnType } from "@/lib/frame/frame";
import { missingCodes } from "./import-note";
import type { NumberForm } from "./number-form";

/**
 * How the cells of a column of text may be read; what a sample suggests is only ever tried, never believed.
 */
export type Reading = {
  type: ColumnType;
  /** Whether spaces around a cell are no part of it. */
  trims: boolean;
  /** Whether numbers have a decimal comma. */
  comma: boolean;
  /** What stands between groups of three digits, if anything may. */
  groups: NumberForm["thousands"];
  /** The codes of missing cells that were met, but for the empty one. */
  codes: string[];
};

const codes: ReadonlySet<string> = new Set(missingCodes);
const whole = /^-?(0|[1-9]\d{0,14})$/;
const decimal = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
const commaNumber = /^[-+]?\d+(,\d+)?$/;
const grouped = /^[-+]?[1-9]\d{0,2},\d{3}$/;
const dotGroups = /^[-+]?(\d{1,3}|[1-9]\d{0,2}(\.\d{3})+)$/;
/** Numbers with groups of three digits, and cells that can be written in no other way. */
export const groupForms = [
  {
    comma: false,
    groups: ",",
    all: /^[-+]?(\d+\.?\d*|\.\d+|[1-9]\d{0,2}(,\d{3})+(\.\d+)?)$/,
    sure: /,\d{3}\.\d/,
  },
  {
    comma: true,
    groups: ".",
    all: /^[-+]?(\d+,?\d*|,\d+|[1-9]\d{0,2}(\.\d{3})+(,\d+)?)$/,
    sure: /\.\d{3},\d/,
  },
] as const;
const losesDigits = /^[-+]?0\d|^[-+]?\d{16,}$/;
const time = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?$/;
/** What a person may read as a number or a date, and what must therefore be looked at cell by cell. */
const likeNumber = /^[-+]?[\d.,]+([eE][-+]?\d+)?$|^[-+]?inf(inity)?$/i;
const likeDate = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$/;

const tests: Record<Exclude<ColumnType, "text"> | "comma", (cell: string) => boolean> = {
  boolean: (cell) => /^(true|false)$/i.test(cell),
  integer: (cell) => whole.test(cell),
  number: (cell) => decimal.test(cell) && !losesDigits.test(cell),
  comma: (cell) => commaNumber.test(cell) && !losesDigits.test(cell),
  date: (cell) => time.test(cell),
};

type AskedMarks = { decimal?: "." | "," | undefined; thousands?: NumberForm["thousands"] | undefined };

/**
 * The reading that a column most likely has, from some of its cells; null where only all of them can tell.
 *
 * @param marks whether the file may write 1,5 for one and a half, and 1.234 for a thousand and more; what was
 * asked of its numbers
 */
export function guessReading(
  cells: readonly (string | null)[],
  { decimalComma, dotThousands, asked }: { decimalComma: boolean; dotThousands: boolean; asked?: AskedMarks },
): Reading | null {
  const found = cells.filter((cell) => cell !== null);
  const trimmed = found.map((cell) => cell.replace(/^ +| +$/g, ""));
  const present = trimmed.filter((cell) => !codes.has(cell));
  if (present.length === 0) return null;
  const met = [...new Set(trimmed.filter((cell) => cell !== "" && codes.has(cell)))];
  const trims = found.some((cell, i) => cell !== trimmed[i]);
  const reading = (type: ColumnType, comma = false) => ({
    type,
    trims,
    comma,
    groups: "" as const,
    codes: met,
  });
  const form = groupedForm(present, asked);
  if (form) return { ...reading("number"), ...form };
  if (
    asked?.decimal === "," &&
    present.every((cell) => likeNumber.test(cell)) &&
    present.some((cell) => cell.includes("."))
  )
    return null;
  if (
    dotThousands &&
    present.every((cell) => dotGroups.test(cell)) &&
    present.some((cell) => cell.includes("."))
  )
    return null;
  for (const type of ["boolean", "integer", "number", "date"] as const)
    if (present.every(tests[type])) return reading(type);
  if (decimalComma && present.every(tests.comma))
    return present.some((cell) => cell.includes(",") && !grouped.test(cell)) ? reading("number", true) : null;
  return present.every((cell) => likeNumber.test(cell)) || present.every((cell) => likeDate.test(cell))
    ? null
    : reading("text");
}

/** The one way in which numbers with groups are written, where a cell shows that it can be no other. */
function groupedForm(
  cells: readonly string[],
  { decimal: mark, thousands }: AskedMarks = {},
): Pick<Reading, "comma" | "groups"> | null {
  const form = groupForms.find(
    ({ all, sure }) => cells.some((cell) => sure.test(cell)) && cells.every((cell) => all.test(cell)),
  );
  if (!form || cells.some((cell) => losesDigits.test(cell))) return null;
  const { comma, groups } = form;
  if (mark !== undefined && (mark === ",") !== comma) return null;
  if (thousands !== undefined && thousands !== groups) return null;
  return { comma, groups };
}
