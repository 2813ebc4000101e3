import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importFile } from "@/engine/import";
import { readColumns } from "@/engine/query";
import { runRecipe } from "@/engine/recipe";
import { columnsAfterAll } from "@/lib/datasets/recipe";
import { rowsOf, type Frame } from "@/lib/frame/frame";
import { sampleRows } from "@/lib/stats/row-sample";
import { after, file, frameOf, stored, textFrame } from "./recipe-tables";

describe("a change of type", () => {
  const convert = async (
    frame: Frame,
    type: "integer" | "number" | "boolean" | "date" | "text",
    otherwise?: "missing",
  ) => {
    const column = frame.columns[0]!.name;
    return after(await stored(frame), [{ kind: "type", column, type, ...(otherwise ? { otherwise } : {}) }]);
  };

  test.each([
    [
      "text to number",
      textFrame("t", ["1.5", "abc", null]),
      "number",
      [1.5, null, null],
      '1 cell of t cannot be read as number, such as "abc"',
    ],
    [
      "fractions to integer",
      frameOf({ t: [1.5, 2, null] }),
      "integer",
      [null, 2, null],
      '1 cell of t cannot be read as integer, such as "1.5"',
    ],
    [
      "integers to boolean",
      frameOf({ t: [0, 1, 7] }, "integer"),
      "boolean",
      [false, true, null],
      '1 cell of t cannot be read as boolean, such as "7"',
    ],
    [
      "identifiers to number",
      textFrame("t", ["12345678901234567890", "5"]),
      "number",
      [null, 5],
      'such as "12345678901234567890"',
    ],
    [
      "text to date",
      textFrame("t", ["2020-02-29", "2020-02-30", "01/02/2020"]),
      "date",
      ["2020-02-29T00:00:00.000Z", null, null],
      "2 cells of t cannot be read as date",
    ],
  ] as const)("counts the cells that do not fit: %s", async (_, frame, type, expected, sentence) => {
    const { cells, facts } = await convert(frame, type);
    expect(cells.map(({ t }) => t)).toEqual(expected);
    expect(facts).toEqual([
      expect.objectContaining({ text: expect.stringContaining(sentence) as string, blocks: true }),
    ]);
    const table = await stored(frame);
    await expect(
      runRecipe({ table, steps: [{ kind: "type", column: "t", type }], out: file() }),
    ).rejects.toThrow(sentence);
    const allowed = await runRecipe({
      table,
      steps: [{ kind: "type", column: "t", type, otherwise: "missing" }],
      out: file(),
    });
    expect(allowed.facts[0]!.facts).toEqual([
      expect.objectContaining({ blocks: false, count: facts[0]!.count }),
    ]);
  });

  test("that fits every cell says nothing", async () => {
    expect((await convert(textFrame("t", ["yes", "no", null]), "boolean")).facts).toEqual([]);
    expect((await convert(frameOf({ t: [1, 2.5, 1e-5] }), "text")).cells.map(({ t }) => t)).toEqual([
      "1",
      "2.5",
      "1e-05",
    ]);
  });

  test("between a number and a date is refused with a sentence", () => {
    expect(() =>
      columnsAfterAll([{ name: "d", type: "date" }], [{ kind: "type", column: "d", type: "number" }]),
    ).toThrow("Step 1 (type): d holds dates, which are no numbers. Days since makes numbers of dates.");
  });
});

describe("a formula", () => {
  const values = async (formula: string, frame: Frame) => {
    const { cells } = await after(await stored(frame), [{ kind: "derive", name: "z", formula }]);
    return cells.map(({ z }) => z);
  };

  test("gives a number or nothing, never an infinity, and steps agree on what is missing", async () => {
    const frame = frameOf({ x: [1, 0, -1, 800, null] });
    expect(await values("log(x)", frame)).toEqual([0, null, null, Math.log(800), null]);
    expect(await values("1 / x", frame)).toEqual([1, null, -1, 1 / 800, null]);
    expect(await values("exp(x)", frame)).toEqual(
      [Math.E, 1, 1 / Math.E, null, null].map((value) =>
        value === null ? null : (expect.closeTo(value, 12) as number),
      ),
    );
    expect(await values("x ^ 0.5", frame)).toEqual([1, 0, null, expect.closeTo(Math.sqrt(800), 12), null]);
    const { rows } = await after(await stored(frame), [
      { kind: "derive", name: "z", formula: "exp(x) * exp(x)" },
      { kind: "missing", columns: ["z"], how: "drop" },
    ]);
    expect(rows).toBe(3);
  });

  test("compares nothing with what is not finite", async () => {
    const frame = frameOf({ x: [1, 800, null] });
    expect(await values("exp(x) > 5", frame)).toEqual([false, null, null]);
    expect((await after(await stored(frame), [{ kind: "filter", formula: "exp(x) > 1" }])).rows).toBe(1);
  });

  test("does not overflow on whole numbers", async () => {
    expect(await values("n * n", frameOf({ n: [9007199254740991] }, "integer"))).toEqual([
      9007199254740991 ** 2,
    ]);
  });

  test("counts days between two dates", async () => {
    const frame = frameOf({ a: [Date.UTC(2020, 2, 1, 12)], b: [Date.UTC(2020, 1, 28)] }, "date");
    expect(await values("a - b", frame)).toEqual([2.5]);
  });

  test("with a hundred calls inside each other is answered", async () => {
    const nested = `${"abs(".repeat(100)}x${")".repeat(100)}`;
    expect(await values(nested, frameOf({ x: [-3] }))).toEqual([3]);
  });

  test("equals arithmetic by doubles on numbers of every size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.double({ noNaN: true, noDefaultInfinity: true }),
            fc.double({ noNaN: true, noDefaultInfinity: true }),
          ),
          { minLength: 1, maxLength: 20 },
        ),
        async (pairs) => {
          const frame = frameOf({ a: pairs.map(([a]) => a), b: pairs.map(([, b]) => b) });
          const finite = (value: number) => (Number.isFinite(value) ? value : null);
          expect(await values("a * b + a", frame)).toEqual(pairs.map(([a, b]) => finite(a * b + a)));
          expect(await values("a / b", frame)).toEqual(
            pairs.map(([a, b]) => (b === 0 ? null : finite(a / b))),
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("an imported file", () => {
  const imported = async (make: string, format: "parquet" | "csv") => {
    const [source, out] = [file(), file()];
    if (format === "csv") writeFileSync(source, make);
    else {
      const connection = await (await DuckDBInstance.create(":memory:")).connect();
      await connection.run(`COPY (${make}) TO '${source}' (FORMAT parquet)`);
      connection.closeSync();
    }
    const { columns, rows } = await importFile({ file: source, format, out });
    return { name: "rows", file: out, columns, rows, masked: [] };
  };

  test("takes not a number for a missing cell, in every step", async () => {
    const table = await imported("SELECT unnest([1, 'NaN'::DOUBLE, NULL, 30]) AS x", "parquet");
    expect((await after(table, [{ kind: "filter", formula: "x > 22" }])).cells).toEqual([{ x: 30 }]);
    expect((await after(table, [{ kind: "missing", columns: ["x"], how: "drop" }])).rows).toBe(2);
    const { cells } = await after(table, [{ kind: "missing", columns: ["x"], how: "mean" }]);
    expect(cells.map(({ x }) => x)).toEqual([1, 15.5, 15.5, 30]);
  });

  test("keeps lists as JSON", async () => {
    const table = await imported("SELECT [0.5::DOUBLE, 1] AS v, [DATE '2020-01-02'] AS d, 1 AS n", "parquet");
    expect(table.columns).toEqual([
      { name: "v", type: "text" },
      { name: "d", type: "text" },
      { name: "n", type: "integer" },
    ]);
    expect((await after(table, [])).cells).toEqual([{ v: "[0.5,1.0]", d: '["2020-01-02"]', n: 1 }]);
  });

  test("leaves a column as text whose commas may be decimal or group thousands", async () => {
    const table = await imported("a;b;c\n1,234;1,5;x\n12,500;2,250;y\n980;3;z\n", "csv");
    expect(table.columns.map(({ type }) => type)).toEqual(["text", "number", "text"]);
    expect((await after(table, [])).cells[0]).toEqual({ a: "1,234", b: 1.5, c: "x" });
  });

  test("is drawn from by the hash of a row's number, whatever its columns are called", async () => {
    const table = await imported(
      'SELECT i AS n, 1 AS "Row number", 1 AS rn FROM range(1000) r(i)',
      "parquet",
    );
    const frame = await readColumns({ table, names: ["n", "Row number"], limit: 10 });
    expect(rowsOf(frame).map(({ n }) => n)).toEqual([...sampleRows(10, 1_000)]);
    expect(frame.rows).toBeGreaterThan(2);
  });
});
