"use client";

import * as Plot from "@observablehq/plot";
import { useMemo } from "react";
import { PlotFigure } from "@/components/charts/plot-figure";
import { algorithmWord, metricOf } from "@/lib/runs/read";
import type { RunRow } from "@/lib/runs/queries";

export type StripRun = Pick<RunRow, "uid" | "name" | "params" | "metrics" | "provenance">;
type Point = {
  name: string;
  algorithm: string;
  f1: number;
  milliseconds: number | null;
  k: number | null;
  rows: number;
};

const colours = [
  "var(--chart-1)",
  "var(--chart-2)",
  "var(--chart-3)",
  "var(--chart-4)",
  "var(--chart-5)",
  "var(--chart-6)",
];

export function StripPlots({ runs }: { runs: StripRun[] }) {
  const points = useMemo(() => runs.map(pointOf), [runs]);
  const algorithms = useMemo(() => [...new Set(points.map(({ algorithm }) => algorithm))].sort(), [points]);
  const byTime = useMemo(() => timePlot(points, algorithms), [points, algorithms]);
  const byK = useMemo(() => neighboursPlot(points), [points]);
  const best = useMemo(() => bestPlot(points, algorithms), [points, algorithms]);
  return (
    <>
      <Panel title="F1 on test by answer time" options={byTime} caption="F1 on test by answer time" />
      {byK ? (
        <Panel title="F1 on test by neighbours" options={byK} caption="F1 on test by number of neighbours" />
      ) : null}
      <Panel
        title="Best F1 of each algorithm"
        note="95 % interval"
        options={best}
        caption="Best F1 of each algorithm with its 95 percent interval"
      />
    </>
  );
}

function Panel({
  title,
  note,
  options,
  caption,
}: {
  title: string;
  note?: string;
  options: Plot.PlotOptions;
  caption: string;
}) {
  return (
    <div className="strip-panel">
      <h2>
        {title} {note ? <span className="t3 font-normal">{note}</span> : null}
      </h2>
      <PlotFigure options={options} caption={caption} hideCaption />
    </div>
  );
}

function pointOf(run: StripRun): Point {
  return {
    name: run.name,
    algorithm: algorithmWord(run),
    f1: metricOf(run, "f1")!,
    milliseconds: run.provenance.millisecondsPerRow ?? null,
    k: run.params.k ? Number(run.params.k) : null,
    rows: run.provenance.split?.test ?? 0,
  };
}

function timePlot(points: Point[], algorithms: string[]): Plot.PlotOptions {
  const data = points.filter(({ milliseconds }) => milliseconds !== null);
  const labelled = Plot.selectFirst({
    x: "milliseconds",
    y: "f1",
    text: "algorithm",
    fill: "algorithm",
    z: "algorithm",
    dy: -9,
    stroke: "var(--surface)",
    strokeWidth: 3,
    paintOrder: "stroke",
  });
  return {
    height: 136,
    marginLeft: 32,
    marginBottom: 24,
    marginRight: 8,
    insetLeft: 44,
    insetRight: 56,
    x: { type: "log", label: "ms a row →", ticks: 4, tickFormat: "~g" },
    y: { label: null, grid: true, ticks: 4, tickFormat: ".2f" },
    color: { domain: algorithms, range: colours },
    symbol: { domain: algorithms },
    marks: [
      Plot.dot(data, {
        x: "milliseconds",
        y: "f1",
        stroke: "algorithm",
        fill: "algorithm",
        symbol: "algorithm",
        r: 3.2,
        tip: true,
        title: ({ name, f1, milliseconds }: Point) =>
          `${name}\nF1 ${f1.toFixed(3)}\n${milliseconds?.toPrecision(2)} ms a row`,
      }),
      Plot.text(data, labelled),
    ],
  };
}

function neighboursPlot(points: Point[]): Plot.PlotOptions | null {
  const data = points.filter(({ k }) => k !== null).sort((a, b) => a.k! - b.k!);
  if (data.length < 3) return null;
  return {
    height: 136,
    marginLeft: 32,
    marginBottom: 24,
    x: { label: "k →", ticks: 6 },
    y: { label: null, grid: true, ticks: 4, tickFormat: ".2f" },
    marks: [
      Plot.line(data, { x: "k", y: "f1", stroke: "var(--chart-4)" }),
      Plot.dot(data, {
        x: "k",
        y: "f1",
        stroke: "var(--chart-4)",
        fill: "var(--surface)",
        r: 3,
        tip: true,
        title: ({ name, f1 }: Point) => `${name}\nF1 ${f1.toFixed(3)}`,
      }),
    ],
  };
}

/** The interval is that of the proportion F1 stands for, by Wilson's formula on the test rows. */
function bestPlot(points: Point[], algorithms: string[]): Plot.PlotOptions {
  const data = algorithms.map((algorithm) => {
    const best = points
      .filter((point) => point.algorithm === algorithm)
      .reduce((a, b) => (b.f1 > a.f1 ? b : a));
    return { ...best, ...wilson(best.f1, Math.max(1, best.rows)) };
  });
  const order = data.toSorted((a, b) => b.f1 - a.f1).map(({ algorithm }) => algorithm);
  return {
    height: 136,
    marginLeft: 116,
    marginBottom: 24,
    x: { label: null, grid: true, ticks: 4, tickFormat: ".2f" },
    y: { domain: order, label: null, tickSize: 0 },
    color: { domain: algorithms, range: colours },
    marks: [
      Plot.ruleY(data, { y: "algorithm", x1: "low", x2: "high", stroke: "algorithm", strokeWidth: 1.6 }),
      Plot.dot(data, { y: "algorithm", x: "f1", fill: "algorithm", r: 3.4 }),
    ],
  };
}

function wilson(p: number, n: number): { low: number; high: number } {
  const z = 1.96;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { low: centre - half, high: centre + half };
}
