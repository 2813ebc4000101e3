import { distanceWithin, nearIndex } from "./distance";
import { fingerprint, ngramFingerprint, phoneticKey, plainText } from "./keys";

/** How values are compared, and what it takes to be near. */
export const clusterMethods = ["fingerprint", "ngram", "phonetic", "distance"] as const;
export type ClusterMethod = (typeof clusterMethods)[number];
export type ClusterBy = { method: ClusterMethod; size: number; radius: number };

/** A value of a column and how many rows have it. */
export type Counted = { value: string; count: number };
/** Values that are near to each other, the most frequent first. */
export type Cluster = { values: Counted[]; rows: number };

/** What comes of comparing values: clusters, those with most rows first, and what was not compared. */
export type Clustered = {
  clusters: Cluster[];
  /** Values that hold nothing to compare: no words, or too few letters for the distance. */
  empty: number;
  /** Values that were not compared with all others, since the bound of comparisons was reached. */
  uncompared: number;
};

/** Puts values together that likely mean the same; the order in which they come says nothing. */
export function clustersOf(
  values: readonly Counted[],
  by: ClusterBy,
  most: { comparisons: number },
): Clustered {
  const sorted = values.toSorted(byCount);
  const { groups, empty, uncompared } =
    by.method === "distance" ? groupByDistance(sorted, by.radius, most.comparisons) : groupByKey(sorted, by);
  const clusters = groups
    .filter((group) => group.length > 1)
    .map((group) => ({ values: group, rows: group.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((a, b) => b.rows - a.rows || byCount(a.values[0]!, b.values[0]!));
  return { clusters, empty, uncompared };
}

type Groups = { groups: Counted[][]; empty: number; uncompared: number };

function byCount(a: Counted, b: Counted): number {
  return b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
}

function keyOf(value: string, { method, size }: ClusterBy): string {
  if (method === "ngram") return ngramFingerprint(value, size);
  return method === "phonetic" ? phoneticKey(value) : fingerprint(value);
}

function groupByKey(values: readonly Counted[], by: ClusterBy): Groups {
  const groups = Map.groupBy(values, ({ value }) => keyOf(value, by));
  const empty = groups.get("")?.length ?? 0;
  groups.delete("");
  return { groups: [...groups.values()], empty, uncompared: 0 };
}

/**
 * Each value, the most frequent first, takes those within its reach that none has taken; so no chain of
 * small steps leads from a value to one that is far. Case, accents and punctuation make no distance.
 */
function groupByDistance(values: readonly Counted[], radius: number, comparisons: number): Groups {
  const plain = Map.groupBy(values, ({ value }) => plainText(value).trim());
  const texts = [...plain.keys()].map((text) => [...text]);
  const isShort = (text: readonly string[]) => text.length <= 2 * radius;
  const members = [...plain.values()];
  const near = nearIndex(
    texts.map((text) => (isShort(text) ? [] : text)),
    radius,
  );
  const taken = new Set<number>();
  const groups: Counted[][] = [];
  let left = comparisons;
  let uncompared = 0;
  texts.forEach((text, at) => {
    if (taken.has(at)) return;
    const group = [at];
    taken.add(at);
    if (left <= 0) uncompared += members[at]!.length;
    else if (!isShort(text))
      for (const other of [...near(text)].toSorted((a, b) => a - b)) {
        if (taken.has(other) || isShort(texts[other]!)) continue;
        left--;
        if (distanceWithin(text, texts[other]!, radius) > radius) continue;
        taken.add(other);
        group.push(other);
      }
    groups.push(group.flatMap((one) => members[one]!).toSorted(byCount));
  });
  const empty = texts.reduce((sum, text, at) => sum + (isShort(text) ? members[at]!.length : 0), 0);
  return { groups, empty, uncompared };
}
