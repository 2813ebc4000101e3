import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { importFile } from "@/engine/import";
import { readColumns } from "@/engine/query";
import { previewRecipe, runRecipe } from "@/engine/recipe";
import { writeFrame } from "@/engine/write";
import type { NamedTable } from "@/lib/datasets/engine";
import { columnsAfterAll, type Step } from "@/lib/datasets/recipe";
import { rowsOf, type Frame } from "@/lib/frame/frame";
import { hostileNames, hostileTables } from "./fixtures/hostile-tables";

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-recipes-"));
let files = 0;
const file = () => path.join(folder, `${files++}.parquet`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function stored(frame: Frame): Promise<NamedTable> {
  const out = file();
  const { columns, rows } = await writeFrame({ frame, out });
  return { name: "rows", file: out, columns, rows };
}

async function after(table: NamedTable, steps: Step[]) {
  const { sample, columns, rows, facts } = await previewRecipe({ table, steps, limit: 10_000 });
  return { cells: rowsOf(sample), columns, rows, facts: facts.flatMap(({ facts: of }) => of) };
}

const frameOf = (
  cells: Record<string, (number | null)[]>,
  type: "number" | "integer" | "date" | "boolean" = "number",
): Frame => ({
  rows: Object.values(cells)[0]!.length,
  columns: Object.entries(cells).map(([name, values]) => ({
    name,
    type,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
  })),
});
const textFrame = (name: string, cells: (string | null)[]): Frame => ({
  rows: cells.length,
  columns: [
    {
      name,
      type: "text",
      codes: Int32Array.from(cells, (cell, i) => (cell === null ? -1 : i)),
      categories: cells.map((cell) => cell ?? ""),
    },
  ],
});

describe("every step on hostile tables", () => {
  const stepsFor = ({ columns }: NamedTable, cells: ReturnType<typeof rowsOf>): Step[] => {
    const known = columns.map((column) => column.name).filter((of) => cells.some((row) => row[of] !== null));
    const [first] = columns;
    const name = first!.name;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const number = columns.find(({ type }) => type === "number" || type === "integer")!.name;
    return [
      { kind: "select", columns: columns.map((column) => column.name).toReversed() },
      ...(columns.length > 1 ? [{ kind: "drop" as const, columns: [name] }] : []),
      { kind: "rename", from: name, to: "a name that nobody has" },
      { kind: "type", column: name, type: "text" },
      { kind: "filter", formula: `not is_missing(${quoted}) or is_missing(${quoted})` },
      { kind: "missing", columns: [name], how: "drop" },
      { kind: "missing", columns: known, how: "mode" },
      { kind: "deduplicate", columns: [] },
      { kind: "derive", name: "is it missing", formula: `is_missing(${quoted})` },
      { kind: "derive", name: "twice", formula: `"${number.replaceAll('"', '""')}" * 2` },
      { kind: "split", how: "random", test: 0.5, seed: 1 },
      { kind: "split", how: "grouped", group: name, test: 0.4, seed: 1 },
    ];
  };

  test.each(Object.entries(hostileTables))(
    "%s: rows keep their order and cells their values",
    async (_, frame) => {
      const table = await stored(frame);
      const before = rowsOf(frame);
      expect(
        (await after(table, [{ kind: "select", columns: table.columns.map(({ name }) => name) }])).cells,
      ).toEqual(before);
      for (const step of stepsFor(table, before)) {
        const { cells, columns } = await after(table, [step]);
        expect(columns, JSON.stringify(step)).toEqual(columnsAfterAll(table.columns, [step]));
        if (cells.length !== before.length || step.kind === "missing" || step.kind === "type") continue;
        for (const name of columns.map((column) => column.name).filter((of) => before[0] && of in before[0]))
          expect(
            cells.map((cell) => cell[name]),
            `${step.kind} keeps ${name}`,
          ).toEqual(before.map((cell) => cell[name]));
      }
    },
  );

  test("any name may be renamed to any other, and back", async () => {
    const table = await stored(hostileTables["one row"]!);
    for (const name of hostileNames) {
      const steps: Step[] = [
        { kind: "rename", from: "n", to: name },
        { kind: "derive", name: "copy", formula: `"${name.replaceAll('"', '""')}" + 0` },
      ];
      expect((await after(table, steps)).cells[0]).toMatchObject({ [name]: 1.5, copy: 1.5 });
    }
  });
});

describe("names", () => {
  test("that differ in capitals alone are refused, since SQL cannot tell them apart", async () => {
    const table = await stored(frameOf({ x: [1], y: [2] }));
    const refused = "There is a column y already. Names that differ in capitals alone are the same name.";
    expect(() => columnsAfterAll(table.columns, [{ kind: "rename", from: "x", to: "Y" }])).toThrow(refused);
    expect(() => columnsAfterAll(table.columns, [{ kind: "derive", name: "Y", formula: "x" }])).toThrow(
      refused,
    );
    expect(columnsAfterAll(table.columns, [{ kind: "rename", from: "x", to: "X" }])[0]!.name).toBe("X");
  });

  test("such as #row reorder nothing", async () => {
    const table = await stored(frameOf({ n: [1, 2, 3, 4] }));
    const { cells } = await after(table, [{ kind: "derive", name: "#row", formula: "-n" }]);
    expect(cells).toEqual([1, 2, 3, 4].map((n) => ({ n, "#row": -n })));
  });

  test("such as size and place do not change a split", async () => {
    const plain = await stored(
      frameOf({ a: Array.from({ length: 100 }, (_, i) => i), b: Array.from({ length: 100 }, () => 5) }),
    );
    const odd = await stored(
      frameOf({
        size: Array.from({ length: 100 }, (_, i) => i),
        place: Array.from({ length: 100 }, () => 5),
      }),
    );
    const steps: Step[] = [{ kind: "split", how: "random", test: 0.2, seed: 7 }];
    const [first, second] = [await after(plain, steps), await after(odd, steps)];
    expect(second.cells.map(({ split }) => split)).toEqual(first.cells.map(({ split }) => split));
    expect(second.cells.filter(({ split }) => split === "test")).toHaveLength(20);
  });
});

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

describe("filling missing cells", () => {
  test("by a mean of whole numbers does not round it", async () => {
    const { cells, columns } = await after(
      await stored({
        rows: 3,
        columns: [{ name: "n", type: "integer", values: Float64Array.of(1, 2, Number.NaN) }],
      }),
      [{ kind: "missing", columns: ["n"], how: "mean" }],
    );
    expect(columns).toEqual([{ name: "n", type: "number" }]);
    expect(cells.map(({ n }) => n)).toEqual([1, 2, 1.5]);
  });

  test("learns from the training rows alone, and keeps what it learned for other rows", async () => {
    const values = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? null : i * i));
    const table = await stored(frameOf({ n: values }));
    const steps: Step[] = [
      { kind: "split", how: "random", test: 0.5, seed: 3 },
      { kind: "missing", columns: ["n"], how: "mean" },
    ];
    const { cells } = await after(table, steps);
    const known = cells
      .filter(({ split }, i) => split === "train" && values[i] !== null)
      .map(({ n }) => Number(n));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    cells.forEach(({ n }, i) => expect(n).toBeCloseTo(values[i] ?? mean, 9));

    const made = await runRecipe({ table, steps, out: file() });
    const others = await stored(frameOf({ n: [null, 7, null] }));
    const fitted = made.fitted.slice(1);
    const out = file();
    await runRecipe({ table: others, steps: steps.slice(1), fitted, out });
    const again = await after(
      { name: "rows", file: out, columns: [{ name: "n", type: "number" }], rows: 3 },
      [],
    );
    expect(again.cells.map(({ n }) => n)).toEqual([expect.closeTo(mean, 9), 7, expect.closeTo(mean, 9)]);
  });

  test("before the split is refused, with what to do", () => {
    const steps: Step[] = [
      { kind: "missing", columns: ["n"], how: "median" },
      { kind: "split", how: "random", test: 0.5, seed: 3 },
    ];
    expect(() => columnsAfterAll([{ name: "n", type: "number" }], steps)).toThrow(
      "Step 1 (missing): it learns from the rows, and the split (step 2) comes after it: " +
        "move it behind the split",
    );
  });

  test("of a column that has no value among the training rows says so", async () => {
    const table = await stored(frameOf({ n: [null, null] }));
    await expect(after(table, [{ kind: "missing", columns: ["n"], how: "mean" }])).rejects.toThrow(
      "n has no value among the training rows, so there is no mean of it.",
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
    return { name: "rows", file: out, columns, rows };
  };

  test("takes not a number for a missing cell, in every step", async () => {
    const table = await imported("SELECT unnest([1, 'NaN'::DOUBLE, NULL, 30]) AS x", "parquet");
    expect((await after(table, [{ kind: "filter", formula: "x > 22" }])).cells).toEqual([{ x: 30 }]);
    expect((await after(table, [{ kind: "missing", columns: ["x"], how: "drop" }])).rows).toBe(2);
    const { cells } = await after(table, [{ kind: "missing", columns: ["x"], how: "mean" }]);
    expect(cells.map(({ x }) => x)).toEqual([1, 15.5, 15.5, 30]);
  });

  test("keeps lists as text", async () => {
    const table = await imported("SELECT [0.5::DOUBLE, 1] AS v, [DATE '2020-01-02'] AS d, 1 AS n", "parquet");
    expect(table.columns).toEqual([
      { name: "v", type: "text" },
      { name: "d", type: "text" },
      { name: "n", type: "integer" },
    ]);
    expect((await after(table, [])).cells).toEqual([{ v: "[0.5, 1.0]", d: "[2020-01-02]", n: 1 }]);
  });

  test("leaves a column as text whose commas may be decimal or group thousands", async () => {
    const table = await imported("a;b;c\n1,234;1,5;x\n12,500;2,250;y\n980;3;z\n", "csv");
    expect(table.columns.map(({ type }) => type)).toEqual(["text", "number", "text"]);
    expect((await after(table, [])).cells[0]).toEqual({ a: "1,234", b: 1.5, c: "x" });
  });

  test("is thinned evenly whatever its columns are called", async () => {
    const table = await imported(
      'SELECT i AS n, 1 AS "Row number", 1 AS rn FROM range(1000) r(i)',
      "parquet",
    );
    const frame = await readColumns({ table, names: ["n", "Row number"], limit: 10 });
    expect(rowsOf(frame).map(({ n }) => n)).toEqual(Array.from({ length: 10 }, (_, i) => i * 100 + 99));
  });
});

describe("a split", () => {
  test("by few groups leaves neither side empty, and says what it reached", async () => {
    for (const share of [0.05, 0.2, 0.5, 0.9]) {
      const table = await stored(frameOf({ g: Array.from({ length: 30 }, (_, i) => i % 3) }));
      const { cells, facts } = await after(table, [
        { kind: "split", how: "grouped", group: "g", test: share, seed: 1 },
      ]);
      const test = cells.filter(({ split }) => split === "test");
      expect(test.length, `${share}`).toBeGreaterThan(0);
      expect(test.length).toBeLessThan(30);
      expect(new Set(test.map(({ g }) => g)).size * 10).toBe(test.length);
      expect(facts[0]).toMatchObject({
        blocks: false,
        text: expect.stringContaining(`of 3 groups of g`) as string,
      });
    }
  });

  test("of one group only is refused rather than leave a side empty", async () => {
    const table = await stored(frameOf({ g: [1, 1, 1] }));
    const steps: Step[] = [{ kind: "split", how: "grouped", group: "g", test: 0.2, seed: 1 }];
    await expect(runRecipe({ table, steps, out: file() })).rejects.toThrow("One side would be empty");
  });

  test("takes rows without a group one by one", async () => {
    const table = await stored(
      frameOf({ g: Array.from({ length: 100 }, (_, i) => (i < 50 ? null : 1 + (i % 25))) }),
    );
    const { cells } = await after(table, [{ kind: "split", how: "grouped", group: "g", test: 0.3, seed: 5 }]);
    const alone = cells.filter(({ g }) => g === null);
    expect(new Set(alone.map(({ split }) => split))).toEqual(new Set(["train", "test"]));
    const sides = Map.groupBy(
      cells.filter(({ g }) => g !== null),
      ({ g }) => g,
    );
    for (const rows of sides.values()) expect(new Set(rows.map(({ split }) => split)).size).toBe(1);
  });

  test("keeps a split column that is there", () => {
    expect(() =>
      columnsAfterAll(
        [{ name: "split", type: "text" }],
        [{ kind: "split", how: "random", test: 0.5, seed: 3 }],
      ),
    ).toThrow("There is a column split already.");
  });
});
