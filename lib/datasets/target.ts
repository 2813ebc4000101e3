import type { Column, Frame } from "@/lib/frame/frame";

/** A column with two values that one may want to predict; `inClass` marks the rows of the rarer one. */
export type Target = {
  name: string;
  class: string;
  share: number;
  inClass: Uint8Array;
  /** The same as 0 and 1, to correlate with. */ truth: Float64Array;
};

/** The column named, if it has two values; without a name the last truth value in the table, as files put it. */
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
  const inClass = Uint8Array.from({ length: rows }, (_, i) => (values[i] === positive ? 1 : 0));
  const word =
    column.type === "text"
      ? column.categories[positive]!
      : column.type === "boolean"
        ? "true"
        : String(positive);
  return { name: column.name, class: word, share, inClass, truth: new Float64Array(inClass) };
}
