/** From how many values on 16-bit digits are faster than bytes. */
const fewValues = 60_000;

/** Room for sorting columns of one length again and again without allocating. */
export type SortRoom = { order: Uint32Array; swap: Uint32Array; counts: Uint32Array; digits: Uint16Array[] };

/** Makes room to sort up to `length` values. */
export function sortRoom(length: number): SortRoom {
  return {
    order: new Uint32Array(length),
    swap: new Uint32Array(length),
    counts: new Uint32Array(4 * 65_536),
    digits: Array.from({ length: 4 }, () => new Uint16Array(length)),
  };
}

/**
 * Indices of the values that are not NaN, in ascending order of value, ties in order of index: a radix
 * sort of four 16-bit digits that leaves out the digits in which all values agree.
 *
 * @param values any doubles; -0 sorts before +0
 * @returns a view into `room`, valid until the next call
 */
export function argsort(values: Float64Array, room: SortRoom = sortRoom(values.length)): Uint32Array {
  return values.length < fewValues ? argsortFew(values, room) : argsortMany(values, room);
}

/**
 * The same by eight digits of one byte: with few values, clearing large tables of counts would take longest.
 */
function argsortFew(values: Float64Array, { order, swap, counts }: SortRoom): Uint32Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  counts.fill(0, 0, 2_048);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    order[n++] = i;
    const flip = bytes[i * 8 + 7]! & 0x80 ? 0xff : 0;
    for (let pass = 0; pass < 7; pass++) counts[pass * 256 + (bytes[i * 8 + pass]! ^ flip)]!++;
    counts[1_792 + (bytes[i * 8 + 7]! ^ (flip || 0x80))]!++;
  }
  let from = order;
  let to = swap;
  for (let pass = 0; pass < 8; pass++) {
    const count = counts.subarray(pass * 256, (pass + 1) * 256);
    const digit = (index: number) => {
      const negative = bytes[index * 8 + 7]! & 0x80;
      return bytes[index * 8 + pass]! ^ (negative ? 0xff : pass === 7 ? 0x80 : 0);
    };
    if (n === 0 || count[digit(from[0]!)] === n) continue;
    startsOf(count);
    for (let i = 0; i < n; i++) {
      const index = from[i]!;
      to[count[digit(index)]!++] = index;
    }
    [from, to] = [to, from];
  }
  return from.subarray(0, n);
}

function argsortMany(values: Float64Array, room: SortRoom): Uint32Array {
  const words = new Uint16Array(values.buffer, values.byteOffset, values.length * 4);
  const { counts, digits } = room;
  counts.fill(0);
  const [d0, d1, d2, d3] = digits as [Uint16Array, Uint16Array, Uint16Array, Uint16Array];
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    room.order[n++] = i;
    // A double's bits order like an integer's once the sign is flipped, and all bits of a negative.
    const flip = words[i * 4 + 3]! & 0x8000 ? 0xffff : 0;
    const top = flip ? 0xffff : 0x8000;
    counts[(d0[i] = words[i * 4]! ^ flip)]!++;
    counts[65_536 + (d1[i] = words[i * 4 + 1]! ^ flip)]!++;
    counts[131_072 + (d2[i] = words[i * 4 + 2]! ^ flip)]!++;
    counts[196_608 + (d3[i] = words[i * 4 + 3]! ^ top)]!++;
  }
  let from = room.order;
  let to = room.swap;
  for (let pass = 0; pass < 4; pass++) {
    const count = counts.subarray(pass * 65_536, (pass + 1) * 65_536);
    const digit = digits[pass]!;
    if (n === 0 || count[digit[from[0]!]!] === n) continue;
    startsOf(count);
    for (let i = 0; i < n; i++) {
      const index = from[i]!;
      to[count[digit[index]!]!++] = index;
    }
    [from, to] = [to, from];
  }
  return from.subarray(0, n);
}

function startsOf(counts: Uint32Array): void {
  let start = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    counts[i] = start;
    start += count;
  }
}

/**
 * Ranks from 1, ties sharing the middle of theirs; NaN where the value is missing.
 *
 * @param order indices of the values present, ascending, as `argsort` gives them
 */
export function midRanks(
  values: Float64Array,
  order: Uint32Array,
  ranks = new Float64Array(values.length),
): Float64Array {
  ranks.fill(NaN);
  for (let start = 0; start < order.length;) {
    const value = values[order[start]!]!;
    let end = start + 1;
    while (end < order.length && values[order[end]!] === value) end++;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) ranks[order[i]!] = rank;
    start = end;
  }
  return ranks;
}
