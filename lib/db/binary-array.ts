export type NumberType = "int" | "bigint" | "float8";

const types: Record<NumberType, { oid: number; bytes: number; write: (to: Buffer, value: number, at: number) => void }> = {
  int: { oid: 23, bytes: 4, write: (to, value, at) => to.writeInt32BE(value, at) },
  bigint: {
    oid: 20,
    bytes: 8,
    write: (to, value, at) => {
      to.writeInt32BE(Math.floor(value / 2 ** 32), at);
      to.writeInt32BE(value | 0, at + 4);
    },
  },
  float8: { oid: 701, bytes: 8, write: (to, value, at) => to.writeDoubleBE(value, at) },
};

/** Whether a type of PostgreSQL's has a binary form here. */
export function isNumberType(type: string): type is NumberType {
  return type in types;
}

/**
 * A list of numbers as PostgreSQL takes it in binary, which neither side has to write or read as text.
 * A bigint is exact below 2^53.
 *
 * @see https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES and array_recv() in PostgreSQL's source for the layout
 */
export function binaryArray(type: NumberType, values: readonly (number | null)[]): Buffer {
  const { oid, bytes, write } = types[type];
  const to = Buffer.allocUnsafe(20 + values.length * (4 + bytes));
  const head = [values.length > 0 ? 1 : 0, values.includes(null) ? 1 : 0, oid, values.length, 1]; // dimensions, whether nulls are in it, the type, the length, where it begins
  head.forEach((number, i) => to.writeInt32BE(number, i * 4));
  let at = 20;
  for (const value of values) {
    at = to.writeInt32BE(value === null ? -1 : bytes, at);
    if (value === null) continue;
    write(to, value, at);
    at += bytes;
  }
  return to.subarray(0, values.length > 0 ? at : 12);
}
