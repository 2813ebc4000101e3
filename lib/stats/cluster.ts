/**
 * An order of k things that puts alike ones side by side: average-linkage clustering, the leaves of
 * the tree from left to right, each pair of branches turned so that their nearer ends meet.
 *
 * @param distance k x k values >= 0, symmetric; NaN counts as farthest
 * @returns the k indices in their new order
 */
export function clusterOrder(distance: Float64Array, k: number): number[] {
  const far = (a: number, b: number) => (Number.isNaN(distance[a * k + b]!) ? 1 : distance[a * k + b]!);
  let clusters = Array.from({ length: k }, (_, i) => [i]);
  while (clusters.length > 1) {
    let best = { a: 0, b: 1, d: Infinity };
    for (let a = 0; a < clusters.length; a++) {
      for (let b = a + 1; b < clusters.length; b++) {
        const d = linkage(clusters[a]!, clusters[b]!, far);
        if (d < best.d) best = { a, b, d };
      }
    }
    const joined = meet(clusters[best.a]!, clusters[best.b]!, far);
    clusters = clusters.map((cluster, i) => (i === best.a ? joined : cluster)).filter((_, i) => i !== best.b);
  }
  return clusters[0] ?? [];
}

type Distance = (a: number, b: number) => number;

function linkage(a: number[], b: number[], far: Distance): number {
  let sum = 0;
  for (const x of a) for (const y of b) sum += far(x, y);
  return sum / (a.length * b.length);
}

function meet(a: number[], b: number[], far: Distance): number[] {
  const turns = [a, a.toReversed()].flatMap((left) =>
    [b, b.toReversed()].map((right) => ({ left, right, gap: far(left.at(-1)!, right[0]!) })),
  );
  const { left, right } = turns.reduce((best, turn) => (turn.gap < best.gap ? turn : best));
  return [...left, ...right];
}
