import * as Plot from "@observablehq/plot";
import type { Profile } from "@/lib/datasets/profile";
import { tick } from "@/lib/format";
import { cellOf, columnOf, type Column, type Frame } from "@/lib/frame/frame";

/** Two columns against each other; rows of the target's class lie above the others. */
export function scatterPlot(frame: Frame, x: string, y: string, target: Profile["target"]): Plot.PlotOptions {
  const [across, up] = [columnOf(frame, x), columnOf(frame, y)];
  const label = target && columnOf(frame, target.name);
  const rows = Array.from({ length: frame.rows }, (_, row) => ({
    x: placeOf(across, row),
    y: placeOf(up, row),
    inClass: Boolean(label) && String(cellOf(label!, row)) === target!.class,
  }));
  return {
    height: 240,
    marginLeft: 60,
    x: { label: `${x} →`, ...axisOf(across) },
    y: { label: `↑ ${y}`, grid: true, ...axisOf(up) },
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

/** Where a cell lies: truth values at 0 and 1, dates as such; missing cells and text nowhere. */
function placeOf(column: Column | undefined, row: number): number | Date | null {
  if (!column || column.type === "text") return null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  return column.type === "date" ? new Date(value) : value;
}

function axisOf(column: Column | undefined): Plot.ScaleOptions {
  if (column?.type === "date") return { type: "utc", ticks: 5 };
  if (column?.type !== "boolean") return { tickFormat: tick, ticks: 5 };
  return { type: "linear", domain: [-0.1, 1.1], ticks: [0, 1], tickFormat: (at: number) => String(at === 1) };
}
