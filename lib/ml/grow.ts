import type { Binned } from "./bins";
import type { Trees } from "./trees";

export type GrowParams = {
  /** Levels below the root; null grows until leaves are pure. */
  maxDepth: number | null;
  minLeaf: number;
  /** How many features a split may choose from. */
  features: number;
};

/** Nodes with fewer rows are sorted, larger ones counted into bins. */
const sortBelow = 32;
/** Positive weight is kept above the total in one double, so that one addition a row counts both. */
const high = 2 ** 26;

/** Gains are summed as whole numbers of this part, so that the sum does not depend on the order of trees. */
const gainUnits = 2 ** 16;

type Split = { feature: number; bin: number; gain: number };

/**
 * Grows trees on one set of rows again and again: everything that a tree needs is allocated once.
 * Classification by Gini's impurity; two classes take a faster way than more.
 */
export class Grower {
  private readonly rows: Int32Array;
  private readonly weights: Float64Array;
  private readonly features: Int32Array;
  private readonly histogram: Float64Array;
  private readonly keys = new Float64Array(sortBelow);
  private readonly left: Float64Array;
  private readonly nodeTotals: Float64Array;
  /** Sum of squared class weights over the node's weight: what a split must beat. */
  private score = 0;
  private readonly nodes = { feature: new Int16Array(1_024), threshold: new Float64Array(1_024), right: new Int32Array(1_024), count: 0 };
  private readonly leaves: number[] = [];
  private readonly starts: number[] = [0];
  private readonly importance: Float64Array;
  private readonly best: Split = { feature: -1, bin: 0, gain: 0 };

  constructor(
    private readonly data: Binned,
    private readonly labels: Uint8Array,
    private readonly classes: number,
    private readonly params: GrowParams,
  ) {
    this.rows = new Int32Array(data.rows);
    this.weights = new Float64Array(data.rows);
    this.features = Int32Array.from({ length: data.width }, (_, f) => f);
    this.histogram = new Float64Array(256 * (classes === 2 ? 1 : classes));
    this.left = new Float64Array(classes);
    this.nodeTotals = new Float64Array(classes);
    this.importance = new Float64Array(data.width);
  }

  /**
   * Grows one tree.
   *
   * @param counts how often each row was drawn; null for once each
   * @param random whole numbers in [0, 2^32)
   */
  grow(counts: Uint8Array | null, random: () => number): void {
    let n = 0;
    for (let i = 0; i < this.data.rows; i++) {
      const weight = counts ? counts[i]! : 1;
      if (weight === 0) continue;
      this.rows[n] = i;
      this.weights[n++] = this.classes === 2 ? weight * (1 + this.labels[i]! * high) : weight;
    }
    this.features.forEach((_, f) => (this.features[f] = f));
    const stack = [{ start: 0, end: n, depth: 0, parent: -1 }];
    for (let node = stack.pop(); node; node = stack.pop()) {
      const { start, end, depth, parent } = node;
      if (parent >= 0) this.nodes.right[parent] = this.nodes.count;
      const at = this.addNode();
      const totals = this.totals(start, end);
      if (!this.splittable(totals, depth) || !this.findSplit(start, end, totals, random)) {
        this.addLeaf(at, totals);
        continue;
      }
      const { feature, bin, gain } = this.best;
      this.nodes.feature[at] = feature;
      this.nodes.threshold[at] = this.data.edges[feature]![bin]!;
      this.importance[feature]! += Math.round(gain * gainUnits);
      const middle = this.partition(start, end, feature, bin);
      stack.push({ start: middle, end, depth: depth + 1, parent: at }, { start, end: middle, depth: depth + 1, parent: -1 });
    }
    this.starts.push(this.nodes.count);
  }

  /** All trees grown so far. */
  trees(): Trees {
    const { feature, threshold, right, count } = this.nodes;
    return { classes: this.classes, starts: Int32Array.from(this.starts), feature: feature.slice(0, count), threshold: threshold.slice(0, count), right: right.slice(0, count), leaves: Float64Array.from(this.leaves), importance: this.importance };
  }

  /** Weights of the classes in a node, in an array that the next node overwrites. */
  private totals(start: number, end: number): Float64Array {
    const totals = this.nodeTotals.fill(0);
    if (this.classes === 2) {
      let sum = 0;
      for (let i = start; i < end; i++) sum += this.weights[i]!;
      totals[1] = Math.floor(sum / high);
      totals[0] = sum - totals[1] * high - totals[1];
    } else for (let i = start; i < end; i++) totals[this.labels[this.rows[i]!]!]! += this.weights[i]!;
    return totals;
  }

  private splittable(totals: Float64Array, depth: number): boolean {
    if (this.params.maxDepth !== null && depth >= this.params.maxDepth) return false;
    let weight = 0;
    let present = 0;
    for (const total of totals) {
      weight += total;
      if (total > 0) present++;
    }
    return present > 1 && weight >= 2 * this.params.minLeaf;
  }

  /** Tries features in random order until enough of them could part the rows; whether one does. */
  private findSplit(start: number, end: number, totals: Float64Array, random: () => number): boolean {
    let [all, squares] = [0, 0];
    for (let c = 0; c < totals.length; c++) {
      all += totals[c]!;
      squares += totals[c]! * totals[c]!;
    }
    this.score = squares / all;
    this.best.feature = -1;
    this.best.gain = 0;
    const { features } = this;
    for (let drawn = 0, usable = 0; drawn < features.length && usable < this.params.features; drawn++) {
      const pick = drawn + Math.floor((random() / 2 ** 32) * (features.length - drawn));
      const feature = features[pick]!;
      features[pick] = features[drawn]!;
      features[drawn] = feature;
      const found = this.classes > 2 ? this.tryMany(start, end, feature, totals) : end - start < sortBelow ? this.trySorted(start, end, feature, totals) : this.tryCounted(start, end, feature, totals);
      if (found) usable++;
    }
    return this.best.feature >= 0;
  }

  private tryCounted(start: number, end: number, feature: number, totals: Float64Array): boolean {
    const { rows, weights, histogram } = this;
    const { bins, width, edges } = this.data;
    const last = edges[feature]!.length;
    histogram.fill(0, 0, last + 1);
    for (let i = start; i < end; i++) histogram[bins[rows[i]! * width + feature]!]! += weights[i]!;
    let sum = 0;
    let varies = false;
    const whole = totals[0]! + totals[1]! * (1 + high);
    for (let bin = 0; bin < last; bin++) {
      const here = histogram[bin]!;
      if (here === 0) continue;
      sum += here;
      if (sum === whole) break;
      varies = true;
      this.consider(sum, feature, bin, totals);
    }
    return varies;
  }

  private trySorted(start: number, end: number, feature: number, totals: Float64Array): boolean {
    const { rows, weights, keys } = this;
    const { bins, width } = this.data;
    const n = end - start;
    // Weights stay below 2^8 a row here, so that the bin on top and both counts fit 53 bits.
    for (let i = 0; i < n; i++) {
      const weight = weights[start + i]!;
      const key = bins[rows[start + i]! * width + feature]! * 2 ** 36 + weight;
      let j = i;
      for (; j > 0 && keys[j - 1]! > key; j--) keys[j] = keys[j - 1]!;
      keys[j] = key;
    }
    let bin = Math.floor(keys[0]! / 2 ** 36);
    if (Math.floor(keys[n - 1]! / 2 ** 36) === bin) return false;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const next = Math.floor(keys[i]! / 2 ** 36);
      if (next !== bin) {
        this.consider(sum, feature, bin, totals);
        bin = next;
      }
      sum += keys[i]! - next * 2 ** 36;
    }
    return true;
  }

  /** Weighs a split that sends `sum` (positives high, total low) to the left. */
  private consider(sum: number, feature: number, bin: number, totals: Float64Array): void {
    const positive = Math.floor(sum / high);
    const count = sum - positive * high;
    const all = totals[0]! + totals[1]!;
    const { minLeaf } = this.params;
    if (count < minLeaf || all - count < minLeaf) return;
    const otherPositive = totals[1]! - positive;
    const other = all - count;
    const negative = count - positive;
    const otherNegative = other - otherPositive;
    const gain = (positive * positive + negative * negative) / count + (otherPositive * otherPositive + otherNegative * otherNegative) / other - this.score;
    if (gain > this.best.gain + 1e-12) this.keep(feature, bin, gain);
  }

  private keep(feature: number, bin: number, gain: number): void {
    const { best } = this;
    best.feature = feature;
    best.bin = bin;
    best.gain = gain;
  }

  private tryMany(start: number, end: number, feature: number, totals: Float64Array): boolean {
    const { rows, weights, histogram, labels, left, classes } = this;
    const { bins, width, edges } = this.data;
    const last = edges[feature]!.length;
    histogram.fill(0, 0, (last + 1) * classes);
    for (let i = start; i < end; i++) histogram[bins[rows[i]! * width + feature]! * classes + labels[rows[i]!]!]! += weights[i]!;
    const all = totals.reduce((sum, total) => sum + total, 0);
    left.fill(0);
    let count = 0;
    let varies = false;
    for (let bin = 0; bin < last; bin++) {
      for (let c = 0; c < classes; c++) {
        left[c]! += histogram[bin * classes + c]!;
        count += histogram[bin * classes + c]!;
      }
      if (count === 0) continue;
      if (count === all) break;
      varies = true;
      if (count < this.params.minLeaf || all - count < this.params.minLeaf) continue;
      let [a, b] = [0, 0];
      for (let c = 0; c < classes; c++) {
        a += left[c]! ** 2;
        b += (totals[c]! - left[c]!) ** 2;
      }
      const gain = a / count + b / (all - count) - this.score;
      if (gain > this.best.gain + 1e-12) this.keep(feature, bin, gain);
    }
    return varies;
  }

  private partition(start: number, end: number, feature: number, bin: number): number {
    const { rows, weights } = this;
    const { bins, width } = this.data;
    let i = start;
    let j = end - 1;
    while (i <= j) {
      const row = rows[i]!;
      if (bins[row * width + feature]! <= bin) i++;
      else {
        const weight = weights[i]!;
        rows[i] = rows[j]!;
        weights[i] = weights[j]!;
        rows[j] = row;
        weights[j--] = weight;
      }
    }
    return i;
  }

  private addNode(): number {
    const { nodes } = this;
    if (nodes.count === nodes.feature.length) {
      const double = <T extends Int16Array | Float64Array | Int32Array>(old: T, grown: T): T => (grown.set(old), grown);
      nodes.feature = double(nodes.feature, new Int16Array(nodes.count * 2));
      nodes.threshold = double(nodes.threshold, new Float64Array(nodes.count * 2));
      nodes.right = double(nodes.right, new Int32Array(nodes.count * 2));
    }
    return nodes.count++;
  }

  private addLeaf(at: number, totals: Float64Array): void {
    this.nodes.feature[at] = -1;
    this.nodes.threshold[at] = 0;
    this.nodes.right[at] = this.leaves.length / this.classes;
    const all = totals.reduce((sum, total) => sum + total, 0);
    for (const total of totals) this.leaves.push(total / all);
  }
}
