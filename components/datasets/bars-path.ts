/**
 * A histogram as an SVG path, in pixels: a bar a bin with a gap of one, as high as its share of `most`.
 * What was counted at all is at least one pixel high; an empty bin is not drawn.
 */
export function barsPath(
  counts: readonly number[],
  { width, height, most }: { width: number; height: number; most: number },
): string {
  const step = width / counts.length;
  return counts
    .map((count, i) =>
      count === 0
        ? ""
        : `M${(i * step).toFixed(1)} ${height}` +
          `v-${Math.max(1, (count / most) * height).toFixed(1)}` +
          `h${(step - 1).toFixed(1)}V${height}z`,
    )
    .join("");
}
