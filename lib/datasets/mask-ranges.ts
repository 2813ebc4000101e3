import type { ColumnType } from "@/lib/frame/frame";

/** A range that fewer rows share would say something of each of them. */
export const fewestInRange = 5;
const day = 86_400_000;

/** Edges of ranges, rounded to a tenth of the spread's size, so that none is a value of a row; ascending. */
export function roundEdges(edges: readonly number[] | null, spread: number, type: ColumnType): number[] {
  if (!edges || !(spread > 0)) return [];
  const size = 10 ** (Math.floor(Math.log10(spread)) - 1);
  const unit = type === "date" ? Math.max(day, size) : size;
  const rounded = edges.map((edge) => Number((Math.round(edge / unit) * unit).toPrecision(12)));
  return [...new Set(rounded.filter((edge) => Number.isFinite(edge)))].sort((a, b) => a - b);
}

/** Ranges put together until none holds fewer than five rows; no edges where they would all be one. */
export function mergeRanges(
  edges: readonly number[],
  counts: readonly number[],
): { edges: number[]; counts: number[] } {
  const merged = { edges: [...edges], counts: [...counts] };
  for (;;) {
    const few = merged.counts.findIndex((count) => count < fewestInRange);
    if (few === -1 || merged.edges.length === 0) return merged;
    const into = few === merged.counts.length - 1 ? few - 1 : few;
    merged.edges.splice(into, 1);
    merged.counts.splice(into, 2, merged.counts[into]! + merged.counts[into + 1]!);
  }
}

/** What ranges are called; the first and the last have no end, which would be the least and most value. */
export function rangeLabels(edges: readonly number[], type: ColumnType): string[] {
  const words = edges.map((edge) =>
    type === "date" ? new Date(edge).toISOString().slice(0, 10) : `${edge}`,
  );
  const between = words.slice(1).map((word, i) => `${words[i]} to ${word}`);
  return [`below ${words[0]}`, ...between, `${words.at(-1)} and above`];
}
