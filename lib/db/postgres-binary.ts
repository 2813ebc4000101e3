// PostgreSQL's binary forms of numbers, which neither side has to write or read as text.
// A bigint is exact below 2^53.
export type NumberType = "int" | "bigint" | "float8";
export type NumberColumn = { type: NumberType; values: readonly (number | null)[] };

const types: Record<NumberType, { oid: number; bytes: number }> = {
  int: { oid: 23, bytes: 4 },
  bigint: { oid: 20, bytes: 8 },
  float8: { oid: 701, bytes: 8 },
};

/** Whether a type of PostgreSQL's has a binary form here. */
export function isNumberType(type: string): type is NumberType {
  return type in types;
}

/**
 * A list of numbers as the value of a parameter.
 *
 * @see https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES and array_recv()
 *   in PostgreSQL's source
 */
export function binaryArray({ type, values }: NumberColumn): Buffer {
  const { oid, bytes } = types[type];
  const to = Buffer.allocUnsafe(20 + values.length * (4 + bytes));
  const view = viewOf(to);
  // dimensions, whether there may be nulls, the type, the length, the first place
  const head = [values.length > 0 ? 1 : 0, 1, oid, values.length, 1];
  head.forEach((number, i) => view.setInt32(i * 4, number));
  let at = 20;
  for (let i = 0; i < values.length; i++) at = writeNumber(view, at, type, values[i]!);
  return to.subarray(0, values.length > 0 ? at : 12);
}

/** Begins every binary copy: the signature, no flags, no extension. */
const copyHead = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");

/**
 * Rows as COPY takes them, from their columns.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.55.9.4
 */
export function binaryRows(columns: readonly NumberColumn[]): Buffer {
  const count = columns[0]!.values.length;
  const rowBytes = columns.reduce((sum, { type }) => sum + 4 + types[type].bytes, 2);
  const to = Buffer.allocUnsafe(copyHead.length + count * rowBytes + 2);
  const view = viewOf(to);
  let at = copyHead.copy(to);
  for (let i = 0; i < count; i++) {
    view.setInt16(at, columns.length);
    at += 2;
    for (const { type, values } of columns) at = writeNumber(view, at, type, values[i]!);
  }
  view.setInt16(at, -1);
  return to.subarray(0, at + 2);
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Writes a number behind its length; answers where the next one begins. */
function writeNumber(view: DataView, at: number, type: NumberType, value: number | null): number {
  const { bytes } = types[type];
  view.setInt32(at, value === null ? -1 : bytes);
  if (value === null) return at + 4;
  if (type === "float8") view.setFloat64(at + 4, value);
  else if (type === "int") view.setInt32(at + 4, value);
  else {
    view.setInt32(at + 4, Math.floor(value / 2 ** 32));
    view.setInt32(at + 8, value | 0);
  }
  return at + 4 + bytes;
}
