import type { Column, Frame } from "@/lib/frame/frame";

/** A column with two values that one may want to predict, of which the rarer one (or true) is its class. */
export type Target = {
  name: string;
  class: string;
  /** Share of the class among the rows that have a label. */
  share: number;
  /** Rows without a label: they are of no class, and no association counts them. */
  unlabelled: number;
  /** 1 for each row of the class, else 0. */
  inClass: Uint8Array;
  /** 1 for the class, 0 for the other, -1 where the label is missing. */
  codes: Int8Array;
  /** The same to correlate with, NaN where the label is missing. */
  truth: Float64Array;
};

/**
 * The column named, if it has two values; without a name the last truth value in the table, as files put it.
 */
export function targetOf(frame: Frame, name: string | null): Target | null {
  const column = name
    ? frame.columns.find((candidate) => candidate.name === name)
    : frame.columns.findLast(({ type }) => type === "boolean");
  return column ? binary(column, frame.rows) : null;
}

function binary(column: Column, rows: number): Target | null {
  const values: ArrayLike<number> = column.type === "text" ? column.codes : column.values;
  const counts = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    const value = values[i]!;
    if (column.type === "text" ? value < 0 : Number.isNaN(value)) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > 2) return null;
  }
  if (counts.size !== 2) return null;
  const [[rarer, count]] = [...counts].sort((a, b) => a[1] - b[1]) as [[number, number], [number, number]];
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const positive = column.type === "boolean" ? 1 : rarer;
  const share = column.type === "boolean" ? counts.get(1)! / total : count / total;
  const isMissing = (value: number) => (column.type === "text" ? value < 0 : Number.isNaN(value));
  const codes = Int8Array.from({ length: rows }, (_, i) =>
    isMissing(values[i]!) ? -1 : values[i] === positive ? 1 : 0,
  );
  const word =
    column.type === "text"
      ? column.categories[positive]!
      : column.type === "boolean"
        ? "true"
        : String(positive);
  return {
    name: column.name,
    class: word,
    share,
    unlabelled: rows - total,
    inClass: Uint8Array.from(codes, (code) => (code === 1 ? 1 : 0)),
    codes,
    truth: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code)),
  };
}
