import { describe, expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import type { NamedTable } from "@/lib/datasets/engine";
import { columnsAfterAll, type Step } from "@/lib/datasets/recipe";
import { rowsOf } from "@/lib/frame/frame";
import { hostileNames, hostileTables } from "./fixtures/hostile-tables";
import { stepsOn } from "./fixtures/hostile-steps";
import { after, file, frameOf, stored } from "./recipe-tables";

/** Kinds that leave rows, and the cells that were there, as they are. */
const keepsCells: ReadonlySet<Step["kind"]> = new Set([
  "select",
  "drop",
  "rename",
  "rename-many",
  "filter",
  "derive",
  "extract",
  "split-text",
  "join-columns",
  "split",
] satisfies Step["kind"][]);

/** The columns that a step says it leaves; a second table that it reads is the same one. */
const saidOf = ({ columns }: NamedTable, step: Step) =>
  columnsAfterAll(columns, [step], [{ step: 0, columns }]);

/** The rows after a step; should it not be possible, our own words say why, never the database's. */
async function tried(table: NamedTable, step: Step): ReturnType<typeof after> {
  try {
    return await after(table, [step]);
  } catch (error) {
    expect(String(error), JSON.stringify(step)).not.toContain("The recipe cannot run on these rows");
    return { cells: [], columns: saidOf(table, step) ?? [], rows: 0, facts: [] };
  }
}

describe("every step on hostile tables", () => {
  test.each(Object.entries(hostileTables))(
    "%s: rows keep their order and cells their values",
    async (_, frame) => {
      const table = await stored(frame);
      const before = rowsOf(frame);
      expect(
        (await after(table, [{ kind: "select", columns: table.columns.map(({ name }) => name) }])).cells,
      ).toEqual(before);
      const known = table.columns
        .map(({ name }) => name)
        .filter((of) => before.some((row) => row[of] !== null));
      for (const step of stepsOn(table.columns, known)) {
        const { cells, columns } = await tried(table, step);
        const said = saidOf(table, step);
        if (said) expect(columns, JSON.stringify(step)).toEqual(said);
        if (!keepsCells.has(step.kind)) continue;
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
    expect(columnsAfterAll(table.columns, [{ kind: "rename", from: "x", to: "X" }])![0]!.name).toBe("X");
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
      { name: "rows", file: out, columns: [{ name: "n", type: "number" }], rows: 3, masked: [] },
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
