import {
  bool,
  columnFromArray,
  dictionary,
  float64,
  int32,
  int64,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  timestamp,
  TimeUnit,
  Type,
  utf8,
  type Column as ArrowColumn,
} from "@uwdata/flechette";
import { textColumn, type Column, type Frame } from "./frame";

/**
 * A frame as an Arrow IPC stream, which browsers, Python and workers read without copying cells. With
 * `wholeNumbers`, columns of them without holes say so (64 bits), which browsers would read as BigInt.
 */
export function toArrow(frame: Frame, { wholeNumbers = false } = {}): Uint8Array {
  const columns = frame.columns.map(
    (column) => [column.name, arrowColumn(column, wholeNumbers)] as [string, ArrowColumn<unknown>],
  );
  return tableToIPC(tableFromColumns(columns), { format: "stream" }) ?? new Uint8Array();
}

function arrowColumn(column: Column, wholeNumbers: boolean): ArrowColumn<unknown> {
  if (column.type === "text") {
    const cells = Array.from(column.codes, (code) => column.categories[code] ?? null);
    return columnFromArray(cells, dictionary(utf8(), int32()));
  }
  const missing = column.values.some(Number.isNaN);
  if (column.type === "boolean")
    return columnFromArray(
      Array.from(column.values, (value) => (Number.isNaN(value) ? null : value === 1)),
      bool(),
    );
  if (column.type === "date") return timeColumn(column.values);
  if (column.type === "integer" && wholeNumbers && !missing)
    return columnFromArray(BigInt64Array.from(column.values, BigInt), int64());
  return missing
    ? columnFromArray(
        Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)),
        float64(),
      )
    : columnFromArray(column.values, float64());
}

/** Times in milliseconds, or in microseconds where any has some. */
function timeColumn(values: Float64Array): ArrowColumn<unknown> {
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  if (values.every((value) => Number.isNaN(value) || Number.isInteger(value)))
    return columnFromArray(Array.from(values, known), timestamp(TimeUnit.MILLISECOND));
  const micros = (value: number) => (Number.isNaN(value) ? null : BigInt(Math.round(value * 1_000)));
  const column = columnFromArray(Array.from(values, micros), int64());
  // Times are given in milliseconds and multiplied, by which a double would lose its last bit: we say what
  // they are.
  const type = timestamp(TimeUnit.MICROSECOND);
  return Object.assign(column, { type, data: column.data.map((batch) => Object.assign(batch, { type })) });
}

/** Reads an Arrow IPC stream whose columns are numbers, truth values, timestamps or text. */
export function fromArrow(bytes: Uint8Array): Frame {
  const table = tableFromIPC(bytes);
  const columns = table.schema.fields.map((field, i) => frameColumn(field.name, table.getChildAt(i)));
  return { rows: table.numRows, columns };
}

function frameColumn(name: string, column: ArrowColumn<unknown>): Column {
  const { typeId } = column.type;
  if (typeId === Type.Int) return { name, type: "integer", values: numbers(column) };
  if (typeId === Type.Float) {
    if (column.nullCount === 0) {
      const values = column.toArray();
      if (values instanceof Float64Array) return { name, type: "number", values };
    }
    return { name, type: "number", values: numbers(column) };
  }
  if (typeId === Type.Bool) return { name, type: "boolean", values: numbers(column) };
  if (typeId === Type.Timestamp || typeId === Type.Date)
    return { name, type: "date", values: numbers(column) };
  return textColumn(name, texts(column), column.length);
}

function numbers(column: ArrowColumn<unknown>): Float64Array {
  const values = new Float64Array(column.length);
  let row = 0;
  for (const value of column) values[row++] = value === null || value === undefined ? NaN : Number(value);
  return values;
}

function* texts(column: ArrowColumn<unknown>): Generator<string | null> {
  for (const value of column) yield value === null || value === undefined ? null : String(value);
}
