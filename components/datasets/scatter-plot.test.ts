import { expect, test } from "vitest";
import type { Frame } from "@/lib/frame/frame";
import { scatterPlot } from "./scatter-plot";

const frame: Frame = {
  rows: 3,
  columns: [
    { name: "a", type: "number", values: Float64Array.of(1, 2, Number.NaN) },
    { name: "b", type: "number", values: Float64Array.of(4, 5, 6) },
    { name: "hazardous", type: "boolean", values: Float64Array.of(0, 1, 1) },
  ],
};
const dataOf = (plot: ReturnType<typeof scatterPlot>) =>
  (plot.marks as unknown as { data: object[] }[]).map(({ data }) => data);

test("rows of the target's class are drawn above the others, and every row once", () => {
  const target = { name: "hazardous", class: "true", share: 0.5 };
  expect(dataOf(scatterPlot(frame, "a", "b", target))).toEqual([
    [{ x: 1, y: 4, inClass: false }],
    [
      { x: 2, y: 5, inClass: true },
      { x: null, y: 6, inClass: true },
    ],
  ]);
});

test("without a target all rows are drawn alike", () => {
  const [plain, marked] = dataOf(scatterPlot(frame, "a", "b", null));
  expect([plain!.length, marked!.length]).toEqual([3, 0]);
});

test("axes say which column they are", () => {
  const { x, y } = scatterPlot(frame, "a", "b", null);
  expect([x?.label, y?.label]).toEqual(["a →", "↑ b"]);
});

test("truth values lie at 0 and 1 under their names, and dates on an axis of time", () => {
  const day = Date.UTC(2020, 0, 2);
  const dated: Frame = {
    rows: 3,
    columns: [...frame.columns, { name: "day", type: "date", values: Float64Array.of(day, day, Number.NaN) }],
  };
  const plot = scatterPlot(dated, "day", "hazardous", null);
  expect(dataOf(plot)[0]).toEqual([
    { x: new Date(day), y: 0, inClass: false },
    { x: new Date(day), y: 1, inClass: false },
    { x: null, y: 1, inClass: false },
  ]);
  expect(plot.x?.type).toBe("utc");
  const name = plot.y?.tickFormat as (at: number) => string;
  expect([name(0), name(1)]).toEqual(["false", "true"]);
});
