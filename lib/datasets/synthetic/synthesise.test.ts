import { expect, test } from "vitest";
import { cellOf, rowsOf, textColumn, type Column, type Frame } from "@/lib/frame/frame";
import { pearson, spearman } from "@/lib/stats/correlation";
import { normal, seededRandom } from "@/lib/stats/random";
import type { ColumnRole } from "../dictionary";
import { synthesise, type SynthesisAsked } from "./synthesise";

const numbers = (
  name: string,
  values: ArrayLike<number>,
  type: "number" | "integer" | "date" = "number",
): Column => ({
  name,
  type,
  values: Float64Array.from(values),
});
const text = (name: string, cells: (string | null)[]) => textColumn(name, cells, cells.length);
const tableOf = (...columns: Column[]): Frame => ({
  rows: columns[0]!.type === "text" ? columns[0]!.codes.length : columns[0]!.values.length,
  columns,
});
const asked = (frame: Frame, rows: number, other: Partial<SynthesisAsked> = {}): SynthesisAsked => ({
  seed: 1,
  wanted: { rows, byClass: null },
  leftOut: new Map(),
  roles: new Map(),
  fitted: Uint32Array.from({ length: frame.rows }, (_, i) => i),
  split: null,
  ...other,
});
const make = (frame: Frame, rows: number, other: Partial<SynthesisAsked> = {}) =>
  synthesise(frame, asked(frame, rows, other), () => undefined);
const valuesOf = (frame: Frame, name: string) => {
  const column = frame.columns.find((one) => one.name === name)!;
  return column.type === "text" ? Float64Array.from(column.codes) : column.values;
};

/** Two normal variables that correlate by 0.7, and what is made of them. */
function known(rows: number): Frame {
  const random = seededRandom(11);
  const x = new Float64Array(rows);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    x[i] = normal(random);
    y[i] = 0.7 * x[i]! + Math.sqrt(1 - 0.49) * normal(random);
  }
  return tableOf(
    numbers(
      "income",
      x.map((value) => Math.exp(value)),
    ),
    numbers(
      "age",
      y.map((value) => Math.round(40 + 12 * value)),
      "integer",
    ),
    text(
      "grade",
      Array.from(x, (value) => (value < -0.6 ? "low" : value < 0.8 ? "middle" : "high")),
    ),
    numbers(
      "score",
      y.map((value, i) => (i % 5 === 0 ? NaN : value)),
    ),
  );
}

test("the distributions and correlations of a known table are found again in the rows that are made", () => {
  const frame = known(5_000);
  const { frame: rows, made } = make(frame, 5_000);
  for (const { column, distance, missing } of made.columns) {
    expect(distance, column).toBeLessThan(0.04);
    expect(Math.abs(missing![0] - missing![1]), column).toBeLessThan(0.02);
  }
  const both = (of: Frame) => spearman(valuesOf(of, "income"), valuesOf(of, "age"));
  expect(Math.abs(both(rows) - both(frame))).toBeLessThan(0.03);
  expect(made.correlation!.largest).toBeLessThan(0.05);
  expect(made.nearest!.nearer).toBeGreaterThan(0.3);
  expect(made.nearest!.nearer).toBeLessThan(0.7);
  expect(made.rows).toMatchObject({ asked: 5_000, made: rows.rows, dropped: 0 });
});

test("the same seed gives the same rows, another seed others", () => {
  const frame = known(300);
  const rows = (seed: number) => rowsOf(make(frame, 200, { seed }).frame);
  expect(rows(4)).toEqual(rows(4));
  expect(rows(4)).not.toEqual(rows(5));
});

test("whole numbers stay whole, decimals and days stay as fine as they were, and no range is left", () => {
  const random = seededRandom(3);
  const days = Array.from({ length: 400 }, () => 86_400_000 * Math.floor(random() * 9_000 - 3_000));
  const prices = Array.from({ length: 400 }, () => Math.round(random() * 10_000) / 100);
  const counts = Array.from({ length: 400 }, () => Math.floor(random() * 1_000) - 500);
  const frame = tableOf(
    numbers("day", days, "date"),
    numbers("price", prices),
    numbers("count", counts, "integer"),
  );
  const { frame: rows } = make(frame, 1_000);
  for (const value of valuesOf(rows, "day")) expect(Math.abs(value % 86_400_000)).toBe(0);
  for (const value of valuesOf(rows, "price")) expect(Math.round(value * 100) / 100).toBe(value);
  for (const value of valuesOf(rows, "count")) expect(Number.isInteger(value)).toBe(true);
  for (const [name, all] of [
    ["day", days],
    ["price", prices],
    ["count", counts],
  ] as const) {
    expect(Math.min(...valuesOf(rows, name)), name).toBeGreaterThanOrEqual(Math.min(...all));
    expect(Math.max(...valuesOf(rows, name)), name).toBeLessThanOrEqual(Math.max(...all));
  }
});

test("a number of few different values has no others, and every value is finite", () => {
  const frame = tableOf(
    numbers(
      "stars",
      Array.from({ length: 200 }, (_, i) => (i % 3) * 0.5),
    ),
    numbers(
      "far",
      Array.from({ length: 200 }, (_, i) => (i % 2 ? -1 : 1) * 10 ** (i - 100)),
    ),
  );
  const { frame: rows, made } = make(frame, 300);
  expect(new Set(valuesOf(rows, "stars"))).toEqual(new Set([0, 0.5, 1]));
  expect(made.columns[0]).toMatchObject({ how: "values", measure: "tv" });
  expect(valuesOf(rows, "far").every(Number.isFinite)).toBe(true);
});

test("a constant column stays, an empty one stays empty, and neither has a distance", () => {
  const frame = tableOf(
    numbers(
      "x",
      Array.from({ length: 50 }, (_, i) => i * 1.5),
    ),
    numbers("one", new Array<number>(50).fill(7), "integer"),
    text("none", new Array<null>(50).fill(null)),
  );
  const { frame: rows, made } = make(frame, 20);
  expect(new Set(valuesOf(rows, "one"))).toEqual(new Set([7]));
  expect(new Set(rowsOf(rows).map(({ none }) => none))).toEqual(new Set([null]));
  expect(made.columns.map(({ how, distance }) => [how, distance])).toEqual([
    ["numbers", expect.any(Number)],
    ["constant", null],
    ["empty", null],
  ]);
});

test("cells are missing as often, and together with the values of other columns", () => {
  const random = seededRandom(9);
  const x = Float64Array.from({ length: 4_000 }, () => normal(random));
  const frame = tableOf(
    numbers("x", x),
    numbers(
      "y",
      x.map((value) => (value > 0.5 ? NaN : normal(random))),
    ),
  );
  const { frame: rows } = make(frame, 4_000);
  const gap = (of: Frame) =>
    pearson(
      valuesOf(of, "x"),
      valuesOf(of, "y").map((value) => (value === value ? 0 : 1)),
    );
  expect(Math.abs(gap(rows) - gap(frame))).toBeLessThan(0.06);
  expect(gap(frame)).toBeGreaterThan(0.7);
});

test("keys and free text are not copied: texts of 20 digits, ids by the dictionary, numbers by name", () => {
  const digits = Array.from({ length: 60 }, (_, i) => `1234567890123456${String(7_890 + i)}`);
  const frame = tableOf(
    text("number", digits),
    numbers(
      "customer id",
      digits.map((_, i) => 5_000 + i),
      "integer",
    ),
    numbers(
      "code",
      digits.map((_, i) => i % 7),
      "integer",
    ),
    numbers(
      "x",
      digits.map((_, i) => i / 7),
    ),
  );
  const roles = new Map<string, ColumnRole>([["code", "id"]]);
  const { frame: rows, made } = make(frame, 3, { roles });
  expect(rowsOf(rows).map((row) => [row.number, row["customer id"], row.code])).toEqual([
    ["synthetic-000001", 5_060, 7],
    ["synthetic-000002", 5_061, 8],
    ["synthetic-000003", 5_062, 9],
  ]);
  expect(made.columns.slice(0, 3).map(({ how }) => how)).toEqual(["new", "new", "new"]);
  expect(made.columns[2]!.why).toContain("dictionary");
});

test("new texts count on from those that were made before", () => {
  const names = Array.from({ length: 40 }, (_, i) => `synthetic-${String(i + 1).padStart(6, "0")}`);
  const frame = tableOf(
    text("name", names),
    numbers(
      "x",
      names.map((_, i) => i / 7),
    ),
  );
  expect(rowsOf(make(frame, 1).frame)[0]!.name).toBe("synthetic-000041");
});

test("no row is equal to one that there is: it is drawn again, and given up where all are taken", () => {
  const random = seededRandom(8);
  const letters = () => Array.from({ length: 100 }, () => "abcde"[Math.floor(random() * 5)]!);
  const frame = tableOf(text("a", letters()), text("b", letters()), text("c", letters()));
  const { frame: rows, made } = make(frame, 200);
  const source = new Set(rowsOf(frame).map((row) => JSON.stringify(row)));
  for (const row of rowsOf(rows)) expect(source.has(JSON.stringify(row))).toBe(false);
  expect(made.rows.redrawn).toBeGreaterThan(50);
  expect(made.rows.made + made.rows.dropped).toBe(200);
  const all = tableOf(
    text(
      "a",
      Array.from({ length: 40 }, (_, i) => "xy"[i % 2]!),
    ),
  );
  expect(() => make(all, 10)).toThrow("Every row that was drawn is equal to a row that there is");
});

test("by class, each class is fitted alone, and as many rows are made of it as were asked for", () => {
  const random = seededRandom(2);
  const kinds = Array.from({ length: 600 }, (_, i) => (i < 540 ? "no" : "yes"));
  const frame = tableOf(
    text("kind", kinds),
    numbers(
      "x",
      kinds.map((kind) => normal(random) + (kind === "yes" ? 100 : 0)),
    ),
  );
  const wanted = {
    byClass: {
      column: "kind",
      rows: [
        { value: "yes", rows: 480 },
        { value: "no", rows: 20 },
      ],
    },
  };
  const { frame: rows, made } = make(frame, 0, { wanted });
  const cells = rowsOf(rows) as { kind: string; x: number }[];
  expect(cells.filter(({ kind }) => kind === "yes")).toHaveLength(480);
  for (const { kind, x } of cells) expect(x > 50).toBe(kind === "yes");
  expect(made.byClass).toEqual({
    column: "kind",
    classes: [
      { value: "yes", fitted: 60, asked: 480, made: 480 },
      { value: "no", fitted: 540, asked: 20, made: 20 },
    ],
  });
  expect(cells.slice(0, 480).some(({ kind }) => kind === "no")).toBe(true);
});

test("a class of too few rows, or none, is refused by its name", () => {
  const kinds = Array.from({ length: 60 }, (_, i) => (i < 9 ? "rare" : "usual"));
  const frame = tableOf(
    text("kind", kinds),
    numbers(
      "x",
      kinds.map((_, i) => i / 7),
    ),
  );
  const of = (value: string) => ({ wanted: { byClass: { column: "kind", rows: [{ value, rows: 5 }] } } });
  expect(() => make(frame, 0, of("rare"))).toThrow("rare (9)");
  expect(() => make(frame, 0, of("other"))).toThrow("No row to learn from has other in kind.");
});

test("one row, or columns that are all left out, are too little to learn from", () => {
  expect(() => make(tableOf(numbers("x", [1])), 5)).toThrow("No column is left");
  expect(() => make(tableOf(numbers("x", [1, 2])), 5)).toThrow("at least 10 are needed");
  const frame = known(30);
  const leftOut = new Map(frame.columns.map(({ name }) => [name, "It is masked."]));
  expect(() => make(frame, 5, { leftOut })).toThrow("No column is left");
});

test("only the rows that are to be fitted are learned from, but no row at all is copied", () => {
  const frame = known(400);
  const fitted = Uint32Array.from({ length: 200 }, (_, i) => i);
  const { made } = make(frame, 100, { fitted, split: "split" });
  expect(made.fitted).toEqual({ rows: 200, of: 400, split: "split" });
});

test("a test row is not copied either, though what is made is for training", () => {
  const random = seededRandom(4);
  const letters = () => Array.from({ length: 60 }, () => "abcdefghi"[Math.floor(random() * 9)]!);
  const parts = Array.from({ length: 60 }, (_, i) => (i % 2 ? "train" : "test"));
  const frame = tableOf(text("a", letters()), text("b", letters()), text("split", parts));
  const fitted = Uint32Array.from({ length: 30 }, (_, i) => 2 * i + 1);
  const { frame: rows } = make(frame, 40, { fitted, split: "split" });
  const said = ({ a, b }: Record<string, unknown>) => `${String(a)} ${String(b)}`;
  const there = new Set(rowsOf(frame).map(said));
  expect(rowsOf(rows).filter((row) => there.has(said(row)))).toEqual([]);
  expect(new Set(rowsOf(rows).map(({ split }) => split))).toEqual(new Set(["train"]));
});

test("columns may be called anything: size, row, x and X, an emoji, or what an object has", () => {
  const names = ["size", "row", "x", "X", "🦊", "__proto__", "constructor", 'a "b"'];
  const random = seededRandom(5);
  const frame = tableOf(
    ...names.map((name) =>
      numbers(
        name,
        Array.from({ length: 40 }, () => random() * 9),
      ),
    ),
  );
  const { frame: rows, made } = make(frame, 15);
  expect(rows.columns.map(({ name }) => name)).toEqual(names);
  expect(made.columns.every(({ distance }) => distance !== null)).toBe(true);
  expect(cellOf(rows.columns[4]!, 0)).toEqual(expect.any(Number));
});
