import * as Plot from "@observablehq/plot";
import type { Curve } from "@/lib/ml/metrics";

/** Colours and dashes by the place of a run: 20 runs look different from each other. */
export const colours = Array.from({ length: 10 }, (_, i) => `var(--chart-${i + 1})`);
export const dashes = ["", "5 2.5", "1.5 2.5", "8 3 2 3"];

/** Curves of several runs on a unit square, with the diagonal of chance where asked. */
export function curvePlot(
  lines: { place: number; curve: Curve }[],
  { x, y, diagonal }: { x: string; y: string; diagonal: boolean },
): Plot.PlotOptions {
  return {
    height: 240,
    marginLeft: 40,
    x: { label: x, domain: [0, 1], ticks: 5 },
    y: { label: y, domain: [0, 1], ticks: 5, grid: true },
    marks: [
      ...(diagonal
        ? [
            Plot.line(
              [
                [0, 0],
                [1, 1],
              ],
              { stroke: "var(--chart-grid)", strokeDasharray: "3 3" },
            ),
          ]
        : []),
      ...lines.map(({ place, curve }) =>
        Plot.line(
          curve.x.map((value, j) => [value, curve.y[j]!]),
          { stroke: colours[place % 10]!, strokeDasharray: dashes[place % 4]!, strokeWidth: 1.8 },
        ),
      ),
    ],
  };
}
