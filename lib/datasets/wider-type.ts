/** Whole numbers by how many bits they need, the sign not counted, and whether they have one. */
const whole: Readonly<Record<string, { bits: number; signed: boolean }>> = {
  TINYINT: { bits: 7, signed: true },
  SMALLINT: { bits: 15, signed: true },
  INTEGER: { bits: 31, signed: true },
  BIGINT: { bits: 63, signed: true },
  UTINYINT: { bits: 8, signed: false },
  USMALLINT: { bits: 16, signed: false },
  UINTEGER: { bits: 32, signed: false },
  UBIGINT: { bits: 64, signed: false },
};

/**
 * The narrowest of DuckDB's types of whole numbers, or of floating-point ones, that holds each value of two
 * others; null where one would lose something, or they are of different kinds.
 */
export function widerType(a: string, b: string): string | null {
  if (a === b) return a;
  if (["FLOAT", "DOUBLE"].includes(a) && ["FLOAT", "DOUBLE"].includes(b)) return "DOUBLE";
  const [x, y] = [whole[a], whole[b]];
  if (!x || !y) return null;
  const signed = x.signed || y.signed;
  const bits = Math.max(x.bits, y.bits);
  const fits = Object.entries(whole).filter(([, type]) => type.signed === signed && type.bits >= bits);
  return fits.toSorted(([, one], [, other]) => one.bits - other.bits)[0]?.[0] ?? null;
}
