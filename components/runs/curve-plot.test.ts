import { expect, test } from "vitest";
import { colours, curvePlot, dashes } from "./curve-plot";

type Mark = { data: number[][]; stroke: string; strokeDasharray?: string };
const curve = { x: [0, 0.5, 1], y: [0, 0.9, 1] };
const axes = { x: "False positive rate →", y: "↑ True positive rate" };
const marksOf = (plot: ReturnType<typeof curvePlot>) => plot.marks as unknown as Mark[];

test("a curve is drawn through all of its points, from corner to corner", () => {
  const plot = curvePlot([{ place: 0, curve }], { ...axes, diagonal: false });
  expect(marksOf(plot).map(({ data }) => data)).toEqual([
    [
      [0, 0],
      [0.5, 0.9],
      [1, 1],
    ],
  ]);
  expect([plot.x?.domain, plot.y?.domain]).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test("chance is a diagonal below the curves where it means something", () => {
  const [chance] = marksOf(curvePlot([{ place: 0, curve }], { ...axes, diagonal: true }));
  expect(chance!.data).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("twenty runs are told apart by colour and dashes together", () => {
  const looks = Array.from({ length: 20 }, (_, i) => `${colours[i % 10]} ${dashes[i % 4]}`);
  expect(new Set(looks).size).toBe(20);
});
