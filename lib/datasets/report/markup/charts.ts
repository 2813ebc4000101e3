import { fixed, significant } from "@/lib/format";
import { el, type MarkupElement } from "@/lib/markup";
import type { Matrix } from "../../profile";
import type { Interaction, MissingPatterns } from "../report";
import { cut } from "./parts";

const labelWidth = 190;
const cell = 14;

/** A drawing of a size in pixels, with words for those who cannot see it. */
export function drawing(
  label: string,
  { width, height }: { width: number; height: number },
  children: MarkupElement[],
): MarkupElement {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return el("svg", { ...size, role: "img", "aria-label": label }, children);
}

/** A histogram with its ends below it. */
export function histogramSvg(
  name: string,
  { counts, from, to }: { counts: readonly number[]; from: string; to: string },
): MarkupElement {
  const [width, height] = [264, 64];
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const bars = counts.map((count, i) =>
    count === 0
      ? ""
      : `M${(i * step).toFixed(1)} ${height}V${(height - Math.max(1, (count / most) * height)).toFixed(1)}` +
        `h${Math.max(0.5, step - 1).toFixed(1)}V${height}z`,
  );
  const label = `Distribution of ${name} from ${from} to ${to}, at most ${most} rows in a bin`;
  return drawing(label, { width, height: height + 16 }, [
    el("path", { d: bars.join(""), class: "report-bars" }),
    el("path", { d: `M0 ${height + 0.5}H${width}`, class: "report-axis" }),
    el("text", { x: 0, y: height + 13 }, from),
    el("text", { x: width, y: height + 13, class: "report-end" }, to),
  ]);
}

/** A matrix as its lower half; rows are numbered, and columns have the same numbers. */
export function matrixSvg(title: string, { columns, values }: Matrix, most: number): MarkupElement {
  const k = Math.min(columns.length, most);
  const names = columns.slice(0, k);
  const cells = names.flatMap((row, i) =>
    names.slice(0, i + 1).map((column, j) => {
      const value = values[i]![j] ?? null;
      const step = value === null ? null : Math.round(value * 5) + 6;
      return el(
        "rect",
        {
          x: labelWidth + j * cell,
          y: i * cell,
          width: cell - 1,
          height: cell - 1,
          class: step === null ? "report-nothing" : `report-div-${step}`,
        },
        el("title", {}, `${row} by ${column}: ${fixed(value, 3)}`),
      );
    }),
  );
  const rows = names.map((name, i) =>
    el(
      "text",
      { x: labelWidth - 6, y: i * cell + 11, class: "report-end" },
      `${cut(name, 24)} ${i + 1}`,
      el("title", {}, name),
    ),
  );
  const numbers = names.map((_, i) =>
    el(
      "text",
      { x: labelWidth + i * cell + cell / 2, y: k * cell + 10, class: "report-middle" },
      String(i + 1),
    ),
  );
  const size = { width: labelWidth + k * cell + 8, height: k * cell + 40 };
  return drawing(`${title} of ${k} columns`, size, [...rows, ...cells, ...numbers, scale(k * cell + 18)]);
}

function scale(y: number): MarkupElement {
  const steps = Array.from({ length: 11 }, (_, i) =>
    el("rect", { x: labelWidth + i * 12, y, width: 11, height: 8, class: `report-div-${i + 1}` }),
  );
  const words = [
    [0, "−1"],
    [66, "0"],
    [132, "+1"],
  ] as const;
  return el(
    "g",
    {},
    steps,
    words.map(([x, text]) =>
      el(
        "text",
        { x: labelWidth + x, y: y + 19, class: x === 0 ? "" : x === 66 ? "report-middle" : "report-end" },
        text,
      ),
    ),
  );
}

/** Where cells are missing: a line a column, from the first rows at the left to the last. */
export function missingSvg({ columns, blocks }: MissingPatterns): MarkupElement {
  const across = blocks.shares[0]?.length ?? 0;
  const width = 10;
  const lines = columns.map((name, i) =>
    el(
      "g",
      {},
      el(
        "text",
        { x: labelWidth - 6, y: i * cell + 11, class: "report-end" },
        cut(name, 26),
        el("title", {}, name),
      ),
      blocks.shares[i]!.map((share, j) =>
        el(
          "rect",
          {
            x: labelWidth + j * width,
            y: i * cell,
            width: width - 1,
            height: cell - 1,
            class: share === 0 ? "report-nothing" : `report-seq-${Math.max(1, Math.ceil(share * 9))}`,
          },
          el("title", {}, `${name}, block ${j + 1}: ${fixed(share * 100, 1)} % missing`),
        ),
      ),
    ),
  );
  const size = { width: labelWidth + across * width + 8, height: columns.length * cell + 4 };
  return drawing(`Missing cells of ${columns.length} columns by blocks of rows`, size, lines);
}

/** Points of two columns, with the ends of both axes. */
export function scatterSvg({ x, y, points }: Interaction): MarkupElement {
  const [left, width, height] = [8, 240, 150];
  const across = ends(points.map(([value]) => value));
  const up = ends(points.map(([, value]) => value));
  const at = (value: number, [from, to]: [number, number], length: number) =>
    to > from ? ((value - from) / (to - from)) * length : length / 2;
  const dots = points.map(([a, b]) =>
    el("circle", {
      cx: (left + at(a, across, width)).toFixed(1),
      cy: (height + 8 - at(b, up, height)).toFixed(1),
      r: 1.3,
    }),
  );
  const bottom = height + 16;
  const shown = (value: number) => significant(value, 4);
  return drawing(`${y} by ${x}, ${points.length} points`, { width: width + 16, height: height + 34 }, [
    el("path", { d: `M${left - 4} 4V${bottom - 4}H${left + width}`, class: "report-axis report-frame" }),
    el("g", { class: "report-dots" }, dots),
    el("text", { x: left - 2, y: 10 }, shown(up[1])),
    el("text", { x: left, y: height + 4 }, shown(up[0])),
    el("text", { x: left, y: bottom + 12 }, shown(across[0])),
    el("text", { x: left + width, y: bottom + 12, class: "report-end" }, shown(across[1])),
  ]);
}

function ends(values: readonly number[]): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const value of values) [from, to] = [Math.min(from, value), Math.max(to, value)];
  return values.length === 0 ? [0, 0] : [from, to];
}
