import { AppError } from "@/lib/errors";
import type { Column, Frame } from "@/lib/frame/frame";
import type { Matrix } from "./matrix";

/**
 * How one column of a table becomes features: a number, or one 0/1 a category. Whole numbers and truth values
 * are told apart from doubles, because a caller's table holds them as such.
 */
export type Encoder =
  | { column: string; kind: NumericKind; fill: number }
  | { column: string; kind: "category"; categories: string[] };

type NumericKind = "number" | "integer" | "boolean" | "date";

const mostCategories = 32;

/** Columns of a table that a model can use, and those left out with the reason. */
export type Encoding = { encoders: Encoder[]; left: { column: string; why: string }[] };

/**
 * Works out, from the training rows alone, how columns become features. Missing numbers get the median;
 * `whole` tells whether a column has holes anywhere.
 */
export function encodingOf(frame: Frame, excluded: ReadonlySet<string>, whole: Frame = frame): Encoding {
  const encoders: Encoder[] = [];
  const left: Encoding["left"] = [];
  for (const column of frame.columns) {
    if (excluded.has(column.name)) continue;
    const encoder =
      column.type === "text"
        ? categories(column.name, usedCategories(column))
        : { column: column.name, kind: kindOf(column, whole), fill: median(column.values) };
    if ("why" in encoder) left.push(encoder);
    else encoders.push(encoder);
  }
  if (encoders.length === 0) throw new AppError("INVALID", "No column is left to learn from.");
  return { encoders, left };
}

/**
 * A column with a hole is one of doubles to every caller:
 * neither whole numbers nor truth values have a word for "missing".
 */
function kindOf({ name, type }: Exclude<Column, { type: "text" }>, whole: Frame): NumericKind {
  if (type === "date" || type === "number") return type;
  const column = whole.columns.find((candidate) => candidate.name === name);
  return column && column.type !== "text" && column.values.some(Number.isNaN) ? "number" : type;
}

function usedCategories({ codes, categories: all }: Extract<Column, { type: "text" }>): string[] {
  return [...new Set(codes)]
    .filter((code) => code >= 0)
    .map((code) => all[code]!)
    .sort();
}

function categories(column: string, values: string[]): Encoder | Encoding["left"][number] {
  if (values.length > mostCategories) return { column, why: `text with ${values.length} values` };
  return values.length < 2 ? { column, why: "one value" } : { column, kind: "category", categories: values };
}

function median(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return 0;
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Names of the features in their order, such as `H` or `class = APO`. */
export function featureNames(encoders: readonly Encoder[]): string[] {
  return encoders.flatMap((encoder) =>
    encoder.kind === "category"
      ? encoder.categories.map((category) => `${encoder.column} = ${category}`)
      : [encoder.column],
  );
}

/**
 * A table as a matrix of features. A category that was not in training is 0 in every feature.
 *
 * @throws {AppError} INVALID when a column is not there or has another type
 */
export function encodeFrame(frame: Frame, encoders: readonly Encoder[]): Matrix {
  const width = featureNames(encoders).length;
  const values = new Float64Array(frame.rows * width);
  let at = 0;
  for (const encoder of encoders) {
    const column = frame.columns.find(({ name }) => name === encoder.column);
    if (!column) throw new AppError("INVALID", `The column ${encoder.column} is missing.`);
    if ((column.type === "text") !== (encoder.kind === "category"))
      throw new AppError(
        "INVALID",
        `The column ${encoder.column} should hold ${encoder.kind === "category" ? "text" : "numbers"}.`,
      );
    if (column.type === "text" && encoder.kind === "category") {
      const place = column.categories.map((category) => encoder.categories.indexOf(category));
      for (let i = 0; i < frame.rows; i++)
        if (column.codes[i]! >= 0 && place[column.codes[i]!]! >= 0)
          values[i * width + at + place[column.codes[i]!]!] = 1;
      at += encoder.categories.length;
    } else if (column.type !== "text" && encoder.kind !== "category") {
      for (let i = 0; i < frame.rows; i++)
        values[i * width + at] = Number.isNaN(column.values[i]!) ? encoder.fill : column.values[i]!;
      at += 1;
    }
  }
  return { rows: frame.rows, width, values };
}

/** Classes of a target column in a fixed order, and each row's index among them; 255 where it is missing. */
export function encodeTarget(column: Column, rows: number): { classes: string[]; labels: Uint8Array } {
  const words = column.type === "text" ? column.categories : null;
  const wordAt = (i: number) =>
    column.type === "text"
      ? (words![column.codes[i]!] ?? null)
      : Number.isNaN(column.values[i]!)
        ? null
        : column.type === "boolean"
          ? String(column.values[i] === 1)
          : String(column.values[i]);
  const classes = [...new Set(Array.from({ length: rows }, (_, i) => wordAt(i)))]
    .filter((word) => word !== null)
    .sort(column.type === "text" || column.type === "boolean" ? undefined : (a, b) => Number(a) - Number(b));
  if (classes.length < 2)
    throw new AppError(
      "INVALID",
      `The target ${column.name} holds one value; there is nothing to tell apart.`,
    );
  if (classes.length > 50)
    throw new AppError(
      "INVALID",
      `The target ${column.name} holds ${classes.length} values; at most 50 classes can be learned.`,
    );
  const index = new Map(classes.map((word, i) => [word, i]));
  return { classes, labels: Uint8Array.from({ length: rows }, (_, i) => index.get(wordAt(i) ?? "") ?? 255) };
}
