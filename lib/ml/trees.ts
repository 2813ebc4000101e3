/**
 * Trees as flat arrays, one after the other. A node's left child is the next node; `right` is its right
 * child, or for a leaf (feature -1) the leaf's number.
 * A row goes left when its value is at most the threshold.
 */
export type Trees = {
  classes: number;
  /** First node of each tree, and the end of the last. */
  starts: Int32Array;
  feature: Int16Array;
  threshold: Float64Array;
  right: Int32Array;
  /** Shares of the classes in each leaf, `classes` a leaf. */
  leaves: Float64Array;
  /** Weighted decrease of impurity that each feature brought, summed over trees, in whole units. */
  importance: Float64Array;
};

/** Joins trees that were grown apart, in the order given. */
export function joinTrees(parts: readonly Trees[]): Trees {
  const [first] = parts;
  if (!first || parts.length === 1) return first!;
  const nodes = parts.reduce((sum, { feature }) => sum + feature.length, 0);
  const joined: Trees = {
    classes: first.classes,
    starts: new Int32Array(parts.reduce((sum, { starts }) => sum + starts.length - 1, 1)),
    feature: new Int16Array(nodes),
    threshold: new Float64Array(nodes),
    right: new Int32Array(nodes),
    leaves: new Float64Array(parts.reduce((sum, { leaves }) => sum + leaves.length, 0)),
    importance: new Float64Array(first.importance.length),
  };
  let [node, leaf, tree] = [0, 0, 0];
  for (const part of parts) {
    joined.feature.set(part.feature, node);
    joined.threshold.set(part.threshold, node);
    joined.leaves.set(part.leaves, leaf);
    for (let i = 0; i < part.right.length; i++)
      joined.right[node + i] = part.right[i]! + (part.feature[i]! < 0 ? leaf / part.classes : node);
    for (let t = 0; t < part.starts.length; t++) joined.starts[tree + t] = part.starts[t]! + node;
    part.importance.forEach((gain, f) => (joined.importance[f]! += gain));
    node += part.feature.length;
    leaf += part.leaves.length;
    tree += part.starts.length - 1;
  }
  return joined;
}

/** Mean over all trees of the class shares in the leaf that a row falls into, written to `out` from `at`. */
export function predictRow(
  trees: Trees,
  row: Float64Array,
  offset: number,
  out: Float64Array,
  at: number,
): void {
  const { classes, starts, feature, threshold, right, leaves } = trees;
  const count = starts.length - 1;
  out.fill(0, at, at + classes);
  for (let t = 0; t < count; t++) {
    let node = starts[t]!;
    for (let f = feature[node]!; f >= 0; f = feature[node]!)
      node = row[offset + f]! <= threshold[node]! ? node + 1 : right[node]!;
    const leaf = right[node]! * classes;
    for (let c = 0; c < classes; c++) out[at + c]! += leaves[leaf + c]!;
  }
  for (let c = 0; c < classes; c++) out[at + c]! /= count;
}

/** Bytes that the arrays hold in memory. */
export function bytesOfTrees({ starts, feature, threshold, right, leaves }: Trees): number {
  return [starts, feature, threshold, right, leaves].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
