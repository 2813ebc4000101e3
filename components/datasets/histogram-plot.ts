import * as Plot from "@observablehq/plot";
import type { ColumnDetail, Histogram } from "@/lib/datasets/column-detail";
import type { ColumnType } from "@/lib/frame/frame";
import { tick } from "@/lib/format";

export type Bar = { from: number; to: number; name: string; count: number };

/** The bars of a histogram, one a bin, or one a bin and class; edges in the column's own values. */
export function barsOf({ from, to, log, counts, byClass }: Histogram): Bar[] {
  const bins = counts.length;
  const ratio = log && from > 0 ? Math.log(to / from) / bins : 0;
  const edge = (i: number) => (log ? from * Math.exp(ratio * i) : from + ((to - from) / bins) * i);
  // A column of one value has one bar of no width: it is given some.
  const widened = to > from ? 0 : log ? from * 0.05 : 0.5;
  const sides = byClass ?? [{ name: "all", counts }];
  return sides.flatMap((side) =>
    side.counts.flatMap((count, i) =>
      count === 0 ? [] : [{ from: edge(i) - widened, to: edge(i + 1) + widened, name: side.name, count }],
    ),
  );
}

/** A histogram, bars of classes upon each other. */
export function histogramPlot(
  histogram: Histogram,
  { name, type, unit }: { name: string; type: ColumnType; unit: string | undefined },
): Plot.PlotOptions {
  const isDate = type === "date";
  const bars = barsOf(histogram).map((bar) =>
    isDate ? { ...bar, from: new Date(bar.from), to: new Date(bar.to) } : bar,
  );
  const classes = histogram.byClass?.map((side) => side.name) ?? [];
  return {
    height: 300,
    marginLeft: 60,
    x: {
      label: `${name}${unit ? `, ${unit}` : ""}${histogram.log ? ", logarithmic" : ""} →`,
      ...(histogram.log ? { type: "log" as const } : {}),
      ...(isDate ? {} : { tickFormat: tick }),
    },
    y: { label: "↑ Rows", grid: true, tickFormat: tick },
    color: {
      domain: classes.length > 0 ? classes : ["all"],
      range:
        classes.length > 0
          ? classes.map((_, i) => `var(--chart-${i === 0 ? "muted" : i + 1})`)
          : ["var(--chart-muted)"],
    },
    marks: [
      Plot.rectY(bars, Plot.stackY({ x1: "from", x2: "to", y: "count", fill: "name", insetRight: 1 })),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
    ],
  };
}

/** How many rows there are over time, or the mean of a number. */
export function timePlot(over: NonNullable<ColumnDetail["overTime"]>, name: string): Plot.PlotOptions {
  const hasMean = over.bins.some(({ mean }) => mean !== null);
  const points = over.bins
    .map(({ from, to, count, mean }) => ({ at: new Date((from + to) / 2), value: hasMean ? mean : count }))
    .filter(({ value }) => value !== null);
  return {
    height: 220,
    marginLeft: 60,
    x: { label: `${over.column} →` },
    y: { label: hasMean ? `↑ Mean of ${name}` : "↑ Rows", grid: true, tickFormat: tick },
    marks: [
      Plot.lineY(points, { x: "at", y: "value", stroke: "var(--chart-1)" }),
      Plot.dot(points, { x: "at", y: "value", r: 2, fill: "var(--chart-1)" }),
    ],
  };
}
