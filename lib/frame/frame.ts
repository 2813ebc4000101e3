/** What a column holds. `integer` fits a double exactly; identifiers that do not are `text`. */
export const columnTypes = ["integer", "number", "boolean", "date", "text"] as const;
export type ColumnType = (typeof columnTypes)[number];
export type ColumnSchema = { name: string; type: ColumnType };

/**
 * Numbers, dates (milliseconds since 1970, UTC, with microseconds as their fraction) or truth values (0, 1);
 * NaN where a cell is missing.
 */
export type NumericColumn = { name: string; type: Exclude<ColumnType, "text">; values: Float64Array };
/** Text by dictionary: an index into `categories` a row, -1 where a cell is missing. */
export type TextColumn = { name: string; type: "text"; codes: Int32Array; categories: string[] };
export type Column = NumericColumn | TextColumn;

/** A table by columns, all of the same length. */
export type Frame = { rows: number; columns: Column[] };

/** The column of that name, or undefined. */
export function columnOf(frame: Frame, name: string): Column | undefined {
  return frame.columns.find((column) => column.name === name);
}

/** One cell as JSON has it: dates as ISO text, missing as null. */
export function cellOf(column: Column, row: number): string | number | boolean | null {
  if (column.type === "text") return column.categories[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  if (column.type === "boolean") return value === 1;
  return column.type === "date" ? isoTime(value) : value;
}

/** A time, in milliseconds since 1970, as ISO text, with microseconds where it has any. */
export function isoTime(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1_000);
  const whole = Math.floor(micros / 1_000);
  const rest = micros - whole * 1_000;
  const text = new Date(whole).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}

/** Rows of a frame as objects, from `start` to before `end`. */
export function rowsOf(
  frame: Frame,
  start = 0,
  end = frame.rows,
): Record<string, string | number | boolean | null>[] {
  return Array.from({ length: Math.max(0, Math.min(end, frame.rows) - start) }, (_, i) =>
    Object.fromEntries(frame.columns.map((column) => [column.name, cellOf(column, start + i)])),
  );
}

/** A text column from its cells; categories in order of first appearance. */
export function textColumn(name: string, cells: Iterable<string | null>, length: number): TextColumn {
  const index = new Map<string, number>();
  const codes = new Int32Array(length);
  let row = 0;
  for (const cell of cells) {
    if (cell === null) codes[row++] = -1;
    else {
      let code = index.get(cell);
      if (code === undefined) index.set(cell, (code = index.size));
      codes[row++] = code;
    }
  }
  return { name, type: "text", codes, categories: [...index.keys()] };
}

/** The rows of `frame` at `indices`, in that order. */
export function takeRows(frame: Frame, indices: ArrayLike<number>): Frame {
  const rows = indices.length;
  const columns = frame.columns.map((column): Column => {
    if (column.type === "text") {
      const codes = new Int32Array(rows);
      for (let i = 0; i < rows; i++) codes[i] = column.codes[indices[i]!]!;
      return { ...column, codes };
    }
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = column.values[indices[i]!]!;
    return { ...column, values };
  });
  return { rows, columns };
}
