import * as Plot from "@observablehq/plot";
import type { Profile } from "@/lib/datasets/profile";
import { tick } from "@/lib/format";
import { rowsOf, type Frame } from "@/lib/frame/frame";

/** Two columns against each other; rows of the target's class lie above the others. */
export function scatterPlot(frame: Frame, x: string, y: string, target: Profile["target"]): Plot.PlotOptions {
  const rows = rowsOf(frame).map((row) => ({
    x: row[x],
    y: row[y],
    inClass: target !== null && String(row[target.name]) === target.class,
  }));
  return {
    height: 240,
    marginLeft: 60,
    x: { label: `${x} →`, tickFormat: tick, ticks: 5 },
    y: { label: `↑ ${y}`, tickFormat: tick, grid: true, ticks: 5 },
    marks: [
      Plot.dot(
        rows.filter(({ inClass }) => !inClass),
        { x: "x", y: "y", r: 1.5, fill: "var(--chart-muted)", fillOpacity: 0.5 },
      ),
      Plot.dot(
        rows.filter(({ inClass }) => inClass),
        { x: "x", y: "y", r: 1.8, fill: "var(--chart-2)", fillOpacity: 0.8 },
      ),
    ],
  };
}
