import type { Binned } from "./bins";

/**
 * A row's weight carries its class above itself: of two classes the positive weight, so that one addition
 * counts both; of more the class's number. In a double far away, in 32 bits near by.
 */
export const high = 2 ** 26;
export const nearHigh = 16;
/** Weight that a node near by may have, so that both parts fit. */
const nearWeight = 2 ** 15 - 1;

/**
 * From so few rows on, the bins of a node are copied together: all nodes below then read what the
 * processor holds near. A block of this many rows and 40 features is 80 kB.
 */
const blockRows = 2_048;
/** Tables of at most so many bytes are near as they are. */
const nearBytes = 2 ** 19;

/**
 * The rows of a tree as its nodes part them. Far away, in large nodes, bins are read column by column,
 * with rows in their order; near by, in a block of a small node's rows, row by row. Either way
 * `bins[place[i] + base(feature)]` is the bin of the row at position `i`.
 */
export class NodeRows {
  readonly place: Int32Array;
  /** Weights far away, and near by. */
  readonly weights: Float64Array;
  readonly packed: Int32Array;
  /** Weights of the classes in the node. */
  readonly totals: Float64Array;
  bins: Uint8Array;
  near = false;
  start = 0;
  end = 0;
  private stride = 0;
  private nearEnd = 0;
  private readonly columns: Uint8Array;
  private readonly block: Uint8Array;
  private readonly spare: { place: Int32Array; weights: Float64Array; packed: Int32Array };

  constructor(
    readonly data: Binned,
    private readonly labels: Uint8Array,
    private readonly classes: number,
  ) {
    const { rows, width, bins } = data;
    const wholeNear = bins.length <= nearBytes;
    this.place = new Int32Array(rows);
    this.weights = new Float64Array(rows);
    this.packed = new Int32Array(rows);
    this.spare = {
      place: new Int32Array(rows),
      weights: new Float64Array(rows),
      packed: new Int32Array(rows),
    };
    this.totals = new Float64Array(classes);
    this.columns = wholeNear ? bins : columnsOf(data);
    this.block = wholeNear ? bins : new Uint8Array(Math.min(rows, blockRows) * width);
    this.bins = this.columns;
  }

  /** Begins a tree: how many rows it has. `counts` says how often each was drawn; null for once each. */
  draw(counts: Uint8Array | null): number {
    const { place, weights, labels, classes } = this;
    let n = 0;
    for (let i = 0; i < this.data.rows; i++) {
      const weight = counts ? counts[i]! : 1;
      place[n] = i;
      weights[n] = weight + (classes === 2 ? weight : 1) * labels[i]! * high;
      n += weight === 0 ? 0 : 1;
    }
    this.nearEnd = 0;
    return n;
  }

  /** Turns to a node. Nodes are entered depth first, so that those of one block follow each other. */
  enter(start: number, end: number): void {
    this.start = start;
    this.end = end;
    if (end <= this.nearEnd) return this.countNear();
    this.near = false;
    this.bins = this.columns;
    this.stride = this.data.rows;
    this.countFar();
    const small = end - start <= blockRows || this.block === this.data.bins;
    if (small && this.totals.reduce((sum, total) => sum + total, 0) <= nearWeight) this.bringNear();
  }

  /** Where a feature's bins begin. */
  base(feature: number): number {
    return feature * this.stride;
  }

  private bringNear(): void {
    const { place, weights, packed, block, start, end } = this;
    const { bins, width } = this.data;
    for (let i = start; i < end; i++) {
      const above = Math.floor(weights[i]! / high);
      packed[i] = (above << nearHigh) + (weights[i]! - above * high);
      const from = place[i]! * width;
      const to = block === bins ? from : (i - start) * width;
      if (block !== bins) for (let f = 0; f < width; f++) block[to + f] = bins[from + f]!;
      place[i] = to;
    }
    this.near = true;
    this.bins = block;
    this.stride = 1;
    this.nearEnd = end;
  }

  private countNear(): void {
    const { packed, totals, start, end, classes } = this;
    totals.fill(0);
    if (classes > 2) {
      for (let i = start; i < end; i++) totals[packed[i]! >>> nearHigh]! += packed[i]! & 0xffff;
      return;
    }
    let sum = 0;
    for (let i = start; i < end; i++) sum += packed[i]!;
    totals[1] = sum >>> nearHigh;
    totals[0] = (sum & 0xffff) - totals[1];
  }

  private countFar(): void {
    const { weights, totals, start, end, classes } = this;
    totals.fill(0);
    if (classes > 2) {
      for (let i = start; i < end; i++) totals[Math.floor(weights[i]! / high)]! += weights[i]! % high;
      return;
    }
    let sum = 0;
    for (let i = start; i < end; i++) sum += weights[i]!;
    totals[1] = Math.floor(sum / high);
    totals[0] = sum - totals[1] * high - totals[1];
  }

  /** Puts the rows whose bin is at most `bin` first, all in their order; where the others begin. */
  partition(feature: number, bin: number): number {
    const { bins, start, end, spare } = this;
    const cut = { bins, base: this.base(feature), bin, start, end };
    return this.near ? partNear(this, spare, cut) : partFar(this, spare, cut);
  }
}

type Cut = { bins: Uint8Array; base: number; bin: number; start: number; end: number };

/** Parts rows near by. It does not branch on a row, which no processor could foresee. */
function partNear(
  { place, packed }: NodeRows,
  { place: otherPlace, packed: otherPacked }: { place: Int32Array; packed: Int32Array },
  { bins, base, bin, start, end }: Cut,
): number {
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const at = place[i]!;
    const weight = packed[i]!;
    const goesRight = (bin - bins[at + base]!) >>> 31;
    place[left] = at;
    otherPlace[right] = at;
    packed[left] = weight;
    otherPacked[right] = weight;
    left += 1 - goesRight;
    right += goesRight;
  }
  for (let i = 0; i < right; i++) {
    place[left + i] = otherPlace[i]!;
    packed[left + i] = otherPacked[i]!;
  }
  return left;
}

function partFar(
  { place, weights }: NodeRows,
  { place: otherPlace, weights: otherWeights }: { place: Int32Array; weights: Float64Array },
  { bins, base, bin, start, end }: Cut,
): number {
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const at = place[i]!;
    const weight = weights[i]!;
    const goesRight = (bin - bins[at + base]!) >>> 31;
    place[left] = at;
    otherPlace[right] = at;
    weights[left] = weight;
    otherWeights[right] = weight;
    left += 1 - goesRight;
    right += goesRight;
  }
  for (let i = 0; i < right; i++) {
    place[left + i] = otherPlace[i]!;
    weights[left + i] = otherWeights[i]!;
  }
  return left;
}

/** Bins feature by feature. */
function columnsOf({ rows, width, bins }: Binned): Uint8Array {
  const columns = new Uint8Array(rows * width);
  const step = 64;
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step);
    for (let f = 0; f < width; f++)
      for (let i = from; i < to; i++) columns[f * rows + i] = bins[i * width + f]!;
  }
  return columns;
}
