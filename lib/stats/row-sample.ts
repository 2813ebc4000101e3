/**
 * A number that a row's own number always gives: rows are drawn for a sample by it, so that the same rows are
 * drawn again, and no period of the table is met.
 *
 * @param row from 0; taken modulo 2^32
 * @returns [0, 2^32)
 */
export function rowHash(row: number): number {
  let x = row >>> 0;
  x = Math.imul(x ^ (x >>> 16), multiplier);
  x = Math.imul(x ^ (x >>> 16), multiplier);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Below 2^31, so that a product with 32 bits fits the 64 bits of SQL. */
const multiplier = 0x45d9f3b;

/** The same in DuckDB's SQL, of an expression that is a row's number. */
export function rowHashSql(row: string): string {
  const shifted = (x: string) => `xor(${x}, ${x} >> 16)`;
  const mixed = (x: string) => `((${shifted(x)} * ${multiplier}) & 4294967295)`;
  return shifted(mixed(mixed(`(CAST(${row} AS BIGINT) & 4294967295)`)));
}

/** Which hashes are drawn, so that about `wanted` of `rows` are: those below it. */
export function hashBelow(wanted: number, rows: number): number {
  return wanted >= rows ? 2 ** 32 : Math.floor((wanted / rows) * 2 ** 32);
}

/**
 * About `wanted` of `rows` rows by their hash, and never more: all, where there are no more than that.
 *
 * @returns numbers of rows from 0, ascending
 */
export function sampleRows(wanted: number, rows: number): Uint32Array {
  if (wanted >= rows) return Uint32Array.from({ length: rows }, (_, row) => row);
  const below = hashBelow(wanted, rows);
  const drawn: number[] = [];
  for (let row = 0; row < rows; row++) if (rowHash(row) < below) drawn.push(row);
  return Uint32Array.from(atMost(drawn, wanted));
}

/** Of rows that were drawn the `wanted` with the least hashes, in their order. */
export function atMost(rows: readonly number[], wanted: number): number[] {
  if (rows.length <= wanted) return [...rows];
  const kept = rows.toSorted((a, b) => rowHash(a) - rowHash(b)).slice(0, wanted);
  return kept.sort((a, b) => a - b);
}
