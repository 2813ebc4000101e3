import type { Binned } from "./bins";
import { NodeRows } from "./node-rows";
import { newSplit, tryCounted, tryMany, trySorted, type SplitSearch } from "./splits";
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

/** Gains are summed as whole numbers of this part, so that the sum does not depend on the order of trees. */
const gainUnits = 2 ** 16;

/**
 * Grows trees on one set of rows again and again: everything that a tree needs is allocated once.
 * Classification by Gini's impurity; two classes take a faster way than more.
 */
export class Grower {
  private readonly node: NodeRows;
  private readonly search: SplitSearch;
  private readonly features: Int32Array;
  private readonly drawn = new Int32Array(3);
  private readonly nodes = {
    feature: new Int16Array(1_024),
    threshold: new Float64Array(1_024),
    right: new Int32Array(1_024),
    count: 0,
  };
  private leaves: number[] = [];
  private starts: number[] = [0];
  private importance: Float64Array;

  constructor(
    private readonly data: Binned,
    labels: Uint8Array,
    private readonly classes: number,
    private readonly params: GrowParams,
  ) {
    this.node = new NodeRows(data, labels, classes);
    this.search = newSplit(this.node, { classes, minLeaf: params.minLeaf, most: sortBelow });
    this.features = Int32Array.from({ length: data.width }, (_, f) => f);
    this.importance = new Float64Array(data.width);
  }

  /**
   * Grows one tree.
   *
   * @param counts how often each row was drawn; null for once each
   * @param random whole numbers in [0, 2^32)
   */
  grow(counts: Uint8Array | null, random: () => number): void {
    const { node, search } = this;
    const n = node.draw(counts);
    this.features.forEach((_, f) => (this.features[f] = f));
    const stack = [{ start: 0, end: n, depth: 0, parent: -1 }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { start, end, depth, parent } = next;
      if (parent >= 0) this.nodes.right[parent] = this.nodes.count;
      const at = this.addNode();
      node.enter(start, end);
      if (!this.splittable(depth) || !this.findSplit(random)) {
        this.addLeaf(at);
        continue;
      }
      const { feature, bin, gain } = search;
      this.nodes.feature[at] = feature;
      this.nodes.threshold[at] = this.data.edges[feature]![bin]!;
      this.importance[feature]! += Math.round(gain * gainUnits);
      const middle = node.partition(feature, bin);
      stack.push(
        { start: middle, end, depth: depth + 1, parent: at },
        { start, end: middle, depth: depth + 1, parent: -1 },
      );
    }
    this.starts.push(this.nodes.count);
  }

  /** The trees grown since the last time. */
  take(): Trees {
    const { feature, threshold, right, count } = this.nodes;
    const trees = {
      classes: this.classes,
      starts: Int32Array.from(this.starts),
      feature: feature.slice(0, count),
      threshold: threshold.slice(0, count),
      right: right.slice(0, count),
      leaves: Float64Array.from(this.leaves),
      importance: this.importance,
    };
    this.nodes.count = 0;
    this.leaves = [];
    this.starts = [0];
    this.importance = new Float64Array(this.data.width);
    return trees;
  }

  private splittable(depth: number): boolean {
    if (this.params.maxDepth !== null && depth >= this.params.maxDepth) return false;
    let weight = 0;
    let present = 0;
    for (const total of this.node.totals) {
      weight += total;
      if (total > 0) present++;
    }
    return present > 1 && weight >= 2 * this.params.minLeaf;
  }

  /** Tries features in random order until enough of them could part the rows; whether one does. */
  private findSplit(random: () => number): boolean {
    const { features, drawn, node, search, classes, params } = this;
    const few = node.near && node.end - node.start < sortBelow;
    search.begin();
    let tried = 0;
    for (let usable = 0; tried < features.length && usable < params.features;) {
      const missing = Math.min(params.features - usable, features.length - tried);
      // Those drawn together would be drawn in any case.
      const together = few || classes > 2 ? 1 : missing === 4 ? 2 : Math.min(3, missing);
      for (let k = 0; k < together; k++) {
        const pick = tried + Math.floor((random() / 2 ** 32) * (features.length - tried));
        const feature = features[pick]!;
        features[pick] = features[tried]!;
        features[tried++] = feature;
        drawn[k] = feature;
      }
      usable +=
        classes > 2
          ? tryMany(search, drawn[0]!)
          : few
            ? trySorted(search, drawn[0]!)
            : tryCounted(search, drawn, together);
    }
    return search.feature >= 0;
  }

  private addNode(): number {
    const { nodes } = this;
    if (nodes.count === nodes.feature.length) {
      const double = <T extends Int16Array | Float64Array | Int32Array>(old: T, grown: T): T => (
        grown.set(old),
        grown
      );
      nodes.feature = double(nodes.feature, new Int16Array(nodes.count * 2));
      nodes.threshold = double(nodes.threshold, new Float64Array(nodes.count * 2));
      nodes.right = double(nodes.right, new Int32Array(nodes.count * 2));
    }
    return nodes.count++;
  }

  private addLeaf(at: number): void {
    this.nodes.feature[at] = -1;
    this.nodes.threshold[at] = 0;
    this.nodes.right[at] = this.leaves.length / this.classes;
    const { totals } = this.node;
    let all = 0;
    for (const total of totals) all += total;
    for (const total of totals) this.leaves.push(total / all);
  }
}
