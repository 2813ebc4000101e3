const [lf, quote] = [10, 34];

/**
 * Puts the cells of records into other places, piece by piece: of a stream of records that end by LF the
 * first, which is the header, is left out.
 *
 * @param from the delimiter of the records, and `to` that of what is made
 * @param places where each cell of a new record stands in the old one, null for an empty cell
 * @param last what stands behind the last cell of each record, delimiter and all
 */
export function placeCells(
  { from, to }: { from: string; to: string },
  places: readonly (number | null)[],
  last: Uint8Array,
): { push: (bytes: Uint8Array) => Uint8Array; rows: () => number } {
  const [split, join] = [from.charCodeAt(0), to.charCodeAt(0)];
  let pending: Uint8Array = new Uint8Array(0);
  let records = 0;
  function place(record: Uint8Array, ends: readonly number[]): Uint8Array[] {
    const cells = places.flatMap((at, i) => {
      const cell = at === null ? empty : record.subarray(at === 0 ? 0 : ends[at - 1]! + 1, ends[at]);
      return [...(i === 0 ? [] : [Uint8Array.of(join)]), split === join ? cell : quoted(cell, join)];
    });
    return [...cells, last, Uint8Array.of(lf)];
  }
  function push(bytes: Uint8Array): Uint8Array {
    const all = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    const made: Uint8Array[] = [];
    let [start, isQuoted] = [0, false];
    let ends: number[] = [];
    for (let i = 0; i < all.length; i++) {
      const byte = all[i];
      if (byte === quote) isQuoted = !isQuoted;
      if (isQuoted || (byte !== split && byte !== lf)) continue;
      ends.push(i - start);
      if (byte !== lf) continue;
      if (records++ > 0) made.push(...place(all.subarray(start, i), ends));
      [start, ends] = [i + 1, []];
    }
    pending = Uint8Array.from(all.subarray(start));
    return Buffer.concat(made);
  }
  return { push, rows: () => Math.max(0, records - 1) };
}

/** Leaves out the first of a stream of records that end by LF, piece by piece, and counts the others. */
export function dropHeader(): { push: (bytes: Uint8Array) => Uint8Array; rows: () => number } {
  let [records, isQuoted] = [0, false];
  function push(bytes: Uint8Array): Uint8Array {
    let from = records === 0 ? bytes.length : 0;
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] === quote) isQuoted = !isQuoted;
      if (bytes[i] !== lf || isQuoted) continue;
      if (records++ === 0) from = i + 1;
    }
    return bytes.subarray(from);
  }
  return { push, rows: () => Math.max(0, records - 1) };
}

const empty = new Uint8Array(0);

/** A cell that holds the new delimiter and no quotes gets them around. */
function quoted(cell: Uint8Array, join: number): Uint8Array {
  if (!cell.includes(join) || cell.includes(quote)) return cell;
  return Buffer.concat([Uint8Array.of(quote), cell, Uint8Array.of(quote)]);
}
