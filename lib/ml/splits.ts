import { high, nearHigh, type NodeRows } from "./node-rows";

/** The search for the best split of a node, with the room that it needs. */
export type SplitSearch = {
  readonly node: NodeRows;
  readonly classes: number;
  readonly minLeaf: number;
  readonly far: readonly [Float64Array, Float64Array, Float64Array];
  readonly near: readonly [Int32Array, Int32Array, Int32Array];
  readonly left: Float64Array;
  readonly keys: Int32Array;
  /** Sum of squared class weights over the node's weight: what a split must beat. */
  score: number;
  feature: number;
  bin: number;
  gain: number;
  /** Turns to the node's rows. */
  begin: () => void;
};

/** Makes a search; `most` bounds the rows of a node that is sorted, at most 32. */
export function newSplit(
  node: NodeRows,
  { classes, minLeaf, most }: { classes: number; minLeaf: number; most: number },
): SplitSearch {
  const search: SplitSearch = {
    node,
    classes,
    minLeaf,
    far: [
      new Float64Array(256 * (classes === 2 ? 1 : classes)),
      new Float64Array(256),
      new Float64Array(256),
    ],
    near: [new Int32Array(256), new Int32Array(256), new Int32Array(256)],
    left: new Float64Array(classes),
    keys: new Int32Array(most),
    score: 0,
    feature: -1,
    bin: 0,
    gain: 0,
    begin() {
      let [all, squares] = [0, 0];
      for (const total of node.totals) {
        all += total;
        squares += total * total;
      }
      search.score = squares / all;
      search.feature = -1;
      search.gain = 0;
    },
  };
  return search;
}

/**
 * Tries up to three features at once by counting rows into bins; how many of them could part the rows.
 * One addition after the other to one table would wait for each other in the processor; to several, or
 * by turns to two tables, they overlap.
 */
export function tryCounted(search: SplitSearch, drawn: Int32Array, count: number): number {
  const { node, far, near } = search;
  const { edges } = node.data;
  const tables = node.near ? near : far;
  for (let k = 0; k < Math.max(2, count); k++)
    tables[k]!.fill(0, 0, edges[drawn[Math.min(k, count - 1)]!]!.length + 1);
  const a = node.base(drawn[0]!);
  if (count === 1) node.near ? countOneNear(node, near, a) : countOneFar(node, far, a);
  else if (count === 2)
    node.near
      ? countTwoNear(node, near, a, node.base(drawn[1]!))
      : countTwoFar(node, far, a, node.base(drawn[1]!));
  else
    node.near
      ? countThreeNear(node, near, a, node.base(drawn[1]!), node.base(drawn[2]!))
      : countThreeFar(node, far, a, node.base(drawn[1]!), node.base(drawn[2]!));
  let usable = 0;
  for (let k = 0; k < count; k++)
    usable += node.near ? weighNear(search, drawn[k]!, near[k]!) : weighFar(search, drawn[k]!, far[k]!);
  return usable;
}

type Tables<Table> = readonly [Table, Table, Table];

function countOneNear(
  { place, packed, bins, start, end }: NodeRows,
  [one, two]: Tables<Int32Array>,
  a: number,
): void {
  let i = start;
  for (; i + 1 < end; i += 2) {
    one[bins[place[i]! + a]!]! += packed[i]!;
    two[bins[place[i + 1]! + a]!]! += packed[i + 1]!;
  }
  if (i < end) one[bins[place[i]! + a]!]! += packed[i]!;
  for (let bin = 0; bin < one.length; bin++) one[bin]! += two[bin]!;
}

function countOneFar(
  { place, weights, bins, start, end }: NodeRows,
  [one, two]: Tables<Float64Array>,
  a: number,
): void {
  let i = start;
  for (; i + 1 < end; i += 2) {
    one[bins[place[i]! + a]!]! += weights[i]!;
    two[bins[place[i + 1]! + a]!]! += weights[i + 1]!;
  }
  if (i < end) one[bins[place[i]! + a]!]! += weights[i]!;
  for (let bin = 0; bin < one.length; bin++) one[bin]! += two[bin]!;
}

function countTwoNear(
  { place, packed, bins, start, end }: NodeRows,
  [one, two]: Tables<Int32Array>,
  a: number,
  b: number,
): void {
  for (let i = start; i < end; i++) {
    const at = place[i]!;
    const weight = packed[i]!;
    one[bins[at + a]!]! += weight;
    two[bins[at + b]!]! += weight;
  }
}

function countTwoFar(
  { place, weights, bins, start, end }: NodeRows,
  [one, two]: Tables<Float64Array>,
  a: number,
  b: number,
): void {
  for (let i = start; i < end; i++) {
    const at = place[i]!;
    const weight = weights[i]!;
    one[bins[at + a]!]! += weight;
    two[bins[at + b]!]! += weight;
  }
}

function countThreeNear(
  { place, packed, bins, start, end }: NodeRows,
  [one, two, three]: Tables<Int32Array>,
  a: number,
  b: number,
  c: number,
): void {
  for (let i = start; i < end; i++) {
    const at = place[i]!;
    const weight = packed[i]!;
    one[bins[at + a]!]! += weight;
    two[bins[at + b]!]! += weight;
    three[bins[at + c]!]! += weight;
  }
}

function countThreeFar(
  { place, weights, bins, start, end }: NodeRows,
  [one, two, three]: Tables<Float64Array>,
  a: number,
  b: number,
  c: number,
): void {
  for (let i = start; i < end; i++) {
    const at = place[i]!;
    const weight = weights[i]!;
    one[bins[at + a]!]! += weight;
    two[bins[at + b]!]! += weight;
    three[bins[at + c]!]! += weight;
  }
}

/** What a split gains that leaves these on the left, over what it must beat. */
function gainOf(positive: number, count: number, otherPositive: number, other: number): number {
  const negative = count - positive;
  const otherNegative = other - otherPositive;
  return (
    (positive * positive + negative * negative) / count +
    (otherPositive * otherPositive + otherNegative * otherNegative) / other
  );
}

/** Weighs every split of a counted feature; 1 when it could part the rows, else 0. */
function weighNear(search: SplitSearch, feature: number, histogram: Int32Array): number {
  const {
    minLeaf,
    score,
    node: { totals, data },
  } = search;
  const last = data.edges[feature]!.length;
  const allPositive = totals[1]!;
  const all = totals[0]! + allPositive;
  let best = search.gain;
  let bestBin = -1;
  let sum = 0;
  let varies = 0;
  for (let bin = 0; bin < last; bin++) {
    const here = histogram[bin]!;
    if (here === 0) continue;
    sum += here;
    const count = sum & 0xffff;
    if (count === all) break;
    varies = 1;
    const other = all - count;
    if (count < minLeaf || other < minLeaf) continue;
    const positive = sum >>> nearHigh;
    const gain = gainOf(positive, count, allPositive - positive, other) - score;
    if (gain > best + 1e-12) {
      best = gain;
      bestBin = bin;
    }
  }
  if (bestBin >= 0) keep(search, feature, bestBin, best);
  return varies;
}

function weighFar(search: SplitSearch, feature: number, histogram: Float64Array): number {
  const {
    minLeaf,
    score,
    node: { totals, data },
  } = search;
  const last = data.edges[feature]!.length;
  const allPositive = totals[1]!;
  const all = totals[0]! + allPositive;
  let best = search.gain;
  let bestBin = -1;
  let sum = 0;
  let varies = 0;
  for (let bin = 0; bin < last; bin++) {
    const here = histogram[bin]!;
    if (here === 0) continue;
    sum += here;
    const positive = Math.floor(sum / high);
    const count = sum - positive * high;
    if (count === all) break;
    varies = 1;
    const other = all - count;
    if (count < minLeaf || other < minLeaf) continue;
    const gain = gainOf(positive, count, allPositive - positive, other) - score;
    if (gain > best + 1e-12) {
      best = gain;
      bestBin = bin;
    }
  }
  if (bestBin >= 0) keep(search, feature, bestBin, best);
  return varies;
}

/** Tries a feature on few rows by sorting them; 1 when it could part them, else 0. */
export function trySorted(search: SplitSearch, feature: number): number {
  const { node, keys, minLeaf, score } = search;
  const { place, packed, bins, start, end, totals } = node;
  const n = end - start;
  const base = node.base(feature);
  for (let i = 0; i < n; i++) {
    const key = (bins[place[start + i]! + base]! << 5) | i;
    let j = i;
    for (; j > 0 && keys[j - 1]! > key; j--) keys[j] = keys[j - 1]!;
    keys[j] = key;
  }
  let bin = keys[0]! >> 5;
  if (keys[n - 1]! >> 5 === bin) return 0;
  const allPositive = totals[1]!;
  const all = totals[0]! + allPositive;
  let best = search.gain;
  let bestBin = -1;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const key = keys[i]!;
    const next = key >> 5;
    if (next !== bin) {
      const count = sum & 0xffff;
      const other = all - count;
      if (count >= minLeaf && other >= minLeaf) {
        const positive = sum >>> nearHigh;
        const gain = gainOf(positive, count, allPositive - positive, other) - score;
        if (gain > best + 1e-12) {
          best = gain;
          bestBin = bin;
        }
      }
      bin = next;
    }
    sum += packed[start + (key & 31)]!;
  }
  if (bestBin >= 0) keep(search, feature, bestBin, best);
  return 1;
}

/** Tries a feature with more than two classes; 1 when it could part the rows, else 0. */
export function tryMany(search: SplitSearch, feature: number): number {
  const {
    node,
    classes,
    minLeaf,
    score,
    left,
    far: [histogram],
  } = search;
  const { place, weights, packed, bins, start, end, totals } = node;
  const base = node.base(feature);
  const last = node.data.edges[feature]!.length;
  histogram.fill(0, 0, (last + 1) * classes);
  if (node.near)
    for (let i = start; i < end; i++)
      histogram[bins[place[i]! + base]! * classes + (packed[i]! >>> nearHigh)]! += packed[i]! & 0xffff;
  else
    for (let i = start; i < end; i++)
      histogram[bins[place[i]! + base]! * classes + Math.floor(weights[i]! / high)]! += weights[i]! % high;
  const all = totals.reduce((sum, total) => sum + total, 0);
  left.fill(0);
  let count = 0;
  let varies = 0;
  for (let bin = 0; bin < last; bin++) {
    for (let c = 0; c < classes; c++) {
      left[c]! += histogram[bin * classes + c]!;
      count += histogram[bin * classes + c]!;
    }
    if (count === 0) continue;
    if (count === all) break;
    varies = 1;
    if (count < minLeaf || all - count < minLeaf) continue;
    let [a, b] = [0, 0];
    for (let c = 0; c < classes; c++) {
      a += left[c]! ** 2;
      b += (totals[c]! - left[c]!) ** 2;
    }
    const gain = a / count + b / (all - count) - score;
    if (gain > search.gain + 1e-12) keep(search, feature, bin, gain);
  }
  return varies;
}

function keep(search: SplitSearch, feature: number, bin: number, gain: number): void {
  search.feature = feature;
  search.bin = bin;
  search.gain = gain;
}
