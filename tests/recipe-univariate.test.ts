import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { importFile } from "@/engine/import";
import { runRecipe } from "@/engine/recipe";
import type { NamedTable } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import { scoreOf, type Association } from "@/lib/datasets/steps/univariate-score";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { nasaFile } from "./data";
import { after, file, frameOf, stored } from "./recipe-tables";

type Keep = Extract<Step, { kind: "select-univariate" }>;
const step = (target: string, said: Partial<Keep> = {}): Keep => ({
  ...{ kind: "select-univariate", columns: [], target, keep: "best", count: 1 },
  ...said,
});
const withText = (frame: Frame, texts: Record<string, (string | null)[]>): Frame => ({
  ...frame,
  columns: [
    ...frame.columns,
    ...Object.entries(texts).map(([name, cells]) => textColumn(name, cells, frame.rows)),
  ],
});
const names = ({ columns }: { columns: readonly { name: string }[] }) => columns.map(({ name }) => name);

/** What was learned of each column, by a recipe that is run on a table. */
async function learnedOn(table: NamedTable, steps: Step[]) {
  const { fitted } = await runRecipe({ table, steps, out: file() });
  const learned = Object.entries(fitted.at(-1)!);
  return new Map(learned.map(([name, text]) => [name, scoreOf(JSON.parse(text!) as Association)]));
}

type Known = Record<"classes" | "numbers", [name: string, statistic: number, p: number][]> & {
  chi2: [statistic: number, p: number, degrees: number];
};
// sklearn.feature_selection.f_classif and f_regression on columns less their mean (which changes neither, but
// for lost digits), and scipy.stats.chi2_contingency without a correction.
const known = JSON.parse(readFileSync("tests/fixtures/nasa-univariate.json", "utf8")) as Known;

test.skipIf(!nasaFile)("F and p of the real file are scikit-learn's to 1e-10", async () => {
  const out = file();
  const made = await importFile({ file: nasaFile!, format: "csv", out });
  const table = { name: "rows", file: out, columns: made.columns, rows: made.rows, masked: [] };
  for (const [target, columns, figures] of [
    ["Hazardous", known.classes.map(([name]) => name), known.classes],
    ["Absolute Magnitude", known.numbers.map(([name]) => name), known.numbers],
    ["Hazardous", ["Orbit Uncertainity"], []],
  ] as const) {
    const asText: Step[] =
      figures.length === 0 ? [{ kind: "type", column: "Orbit Uncertainity", type: "text" }] : [];
    const scores = await learnedOn(table, [...asText, step(target, { columns: [...columns] })]);
    const expected = figures.length > 0 ? figures : [["Orbit Uncertainity", known.chi2[0], known.chi2[1]]];
    for (const [name, statistic, p] of expected as [string, number, number][]) {
      const score = scores.get(name)!;
      if ("why" in score) throw new Error(`${name}: ${score.why}`);
      expect(Math.abs(score.statistic / statistic - 1), `F of ${name}`).toBeLessThan(1e-10);
      if (p > 0) expect(Math.abs(Math.exp(score.logP) / p - 1), `p of ${name}`).toBeLessThan(1e-10);
    }
  }
});

// sklearn.metrics.mutual_info_score; numbers by numpy.digitize(right=True) at their deciles.
test("mutual information is scikit-learn's to 1e-10, of numbers by their tenths", async () => {
  const rows = Array.from({ length: 400 }, (_, i) => i);
  const [u, v] = [
    rows.map((i) => ((i * 7_919) % 1_009) / 1_009),
    rows.map((i) => ((i * 104_729) % 997) / 997),
  ];
  const classes = rows.map((i) => "abcde"[Math.floor(5 * Math.min(0.999, u[i]! + 0.2 * v[i]!))]!);
  const texts = {
    c: classes,
    b: rows.map((i) => String(u[i]! + v[i]! > 1)),
    k: rows.map((i) => `${(i * 31) % 17}`),
  };
  const table = await stored(withText(frameOf({ u, v, few: rows.map((i) => i % 3) }), texts));
  const by = "mutual information" as const;
  const scores = await learnedOn(table, [step("c", { by, columns: ["b", "k", "u", "v", "few"] })]);
  const figures = new Map([...scores].map(([name, score]) => [name, "why" in score ? NaN : score.statistic]));
  for (const [name, figure] of [
    ["b", 0.26839447348910905],
    ["k", 0.10740960039493178],
    ["u", 1.1134878950687679],
    ["v", 0.039702178474790205],
    ["few", 0.001450352348889461],
  ] as const)
    expect(Math.abs(figures.get(name)! / figure - 1), name).toBeLessThan(1e-10);
  const numbers = await learnedOn(table, [step("u", { by, columns: ["v"] })]);
  expect(numbers.get("v")).toMatchObject({ statistic: expect.closeTo(0.03608993204311504, 12) });

  // By p, 17 values say less than two do; by information, what says most stands first.
  const made = await after(table, [step("c", { by, columns: ["v", "k", "u"], count: 2 })]);
  expect(names(made)).toEqual(["u", "few", "c", "b", "k"]);
  expect(made.facts[0]!.text).toMatch(/^1\. u: I = 1\.1135, p = .* over 400 rows; kept$/);
});

describe("columns that say most of a target", () => {
  const frame = withText(
    frameOf({
      a: [1, 2, 3, 4, 5, 6],
      b: [1, 9, 1, 9, 1, 8],
      c: [7, 7, 7, 7, 7, 7],
      d: [1, 1, 2, 3, 3, null],
    }),
    {
      y: ["n", "n", "n", "p", "p", "p"],
      t: ["u", "u", "u", "v", "v", "v"],
      one: Array(6).fill("x") as string[],
    },
  );

  test("are kept, and each column that was tried is told with its figure and its reason", async () => {
    const { columns, facts } = await after(await stored(frame), [step("y", { count: 2 })]);
    expect(names({ columns })).toEqual(["a", "d", "y", "t", "one"]);
    // Of d: means 4/3 and 3 about 2, so 10/3 between, and 2/3 within on 3 degrees of freedom.
    expect(facts.map(({ text }) => text)).toEqual([
      "1. a: F = 13.5, p = 0.0213 over 6 rows; kept",
      "2. d: F = 15, p = 0.0305 over 5 rows; kept",
      "3. b: F = 0.40496, p = 0.559 over 6 rows; dropped",
      "c: not tested, it or the target is constant, or too large; dropped",
    ]);
  });

  test("are found among columns of text too, by the table of counts", async () => {
    const { columns } = await after(await stored(frame), [step("y", { columns: ["b", "t"], count: 1 })]);
    expect(names({ columns })).toEqual(["a", "c", "d", "y", "t", "one"]);
    const numbers = await after(await stored(frame), [step("a", { columns: ["b", "t"], count: 1 })]);
    expect(names(numbers)).toEqual(["a", "c", "d", "y", "t", "one"]);
  });

  test("are learned from the training rows alone, and used on other rows that have no target", async () => {
    const split = ["train", "train", "train", "train", "test", "test"];
    const apart = withText(frameOf({ a: [1, 2, 8, 9, 1, 1], b: [1, 5, 2, 4, 90, 0] }), {
      y: ["n", "n", "p", "p", "p", "n"],
      split,
    });
    const steps = [step("y")];
    const { fitted, columns } = await runRecipe({ table: await stored(apart), steps, out: file() });
    expect(names({ columns })).toEqual(["a", "y", "split"]);
    const others = await stored(frameOf({ a: [1], b: [2] }));
    const made = await runRecipe({ table: others, steps, fitted, newRows: true, out: file() });
    expect(names(made)).toEqual(["a"]);
  });

  test("cannot be found for one class, for themselves, or for whole numbers that may be either", async () => {
    const asked = async (...steps: Step[]) => after(await stored(frame), steps);
    await expect(asked(step("one"))).rejects.toThrow("The target has one class among the training rows");
    await expect(asked(step("y", { columns: ["y"] }))).rejects.toThrow("y is the target");
    await expect(asked(step("y", { as: "numbers" }))).rejects.toThrow("y holds no numbers");
    const whole = { kind: "type", column: "c", type: "integer" } as const;
    await expect(asked(whole, step("c"))).rejects.toThrow("c holds whole numbers: say whether");
    await expect(asked(step("y", { count: undefined }))).rejects.toThrow("Say how many columns to keep.");
    await expect(asked(step("gone"))).rejects.toThrow("There is no column gone.");
  });
});

test("a column called split that holds no text divides no rows: steps learn from all", async () => {
  const table = await stored(frameOf({ split: [1, 2, 3, 4], n: [1, 3, 5, 7] }));
  const { cells } = await after(table, [{ kind: "scale", columns: ["n"], how: "min-max" }]);
  expect(cells.map(({ n }) => n)).toEqual([0, 1 / 3, 2 / 3, 1]);
});
