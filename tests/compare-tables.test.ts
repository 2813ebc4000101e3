import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTables } from "@/engine/changes";
import { compareRows } from "@/engine/compare-rows";
import type { NamedTable } from "@/lib/datasets/engine";
import { textColumn, type Column } from "@/lib/frame/frame";
import { stored } from "./recipe-tables";

type Cells = readonly (number | string | null)[];
type Made = [name: string, type: Column["type"], cells: Cells];

/** A table of columns of several types. */
function tableOf(...columns: Made[]): Promise<NamedTable> {
  const rows = columns[0]![2].length;
  const made = columns.map(([name, type, cells]): Column =>
    type === "text"
      ? textColumn(name, cells as (string | null)[], rows)
      : { name, type, values: Float64Array.from(cells as (number | null)[], (cell) => cell ?? Number.NaN) },
  );
  return stored({ rows, columns: made });
}

const both = async (before: NamedTable, after: NamedTable, key: string[]) => {
  const tables: [NamedTable, NamedTable] = [before, after];
  return {
    refresh: await compareTables({ tables, key }),
    versions: await compareRows({ tables, key, kind: "changed", offset: 0, limit: 10 }),
  };
};

test("a column that changed its type is compared alike by a refresh and between two versions", async () => {
  const before = await tableOf(
    ["id", "integer", [1, 2, 4]],
    ["n", "integer", [10, 20, 1]],
    ["w", "integer", [5, 6, 7]],
  );
  const after = await tableOf(
    ["id", "number", [1, 2, 3.5]],
    ["n", "number", [10, 20.5, 1]],
    ["w", "text", ["x", "y", "z"]],
  );
  const { refresh, versions } = await both(before, after, ["id"]);
  const rows = { added: 1, removed: 1, changed: 1 };
  expect(refresh).toMatchObject({ ...rows, key: ["id"], keyProblem: null });
  expect(versions).toMatchObject({ ...rows, same: 1, cells: [{ column: "n", count: 1 }] });
  expect(refresh.columns).toMatchObject({
    retyped: [
      { name: "id", before: "integer", after: "number" },
      { name: "n", before: "integer", after: "number" },
      { name: "w", before: "integer", after: "text" },
    ],
    changed: [{ name: "n", rows: 1 }],
  });
  expect(versions.uncompared).toEqual([{ name: "w", before: "integer", after: "text" }]);
});

test("whole rows are the same where their numbers are, whatever type they are kept in", async () => {
  const before = await tableOf(["n", "integer", [1, 0, 3]], ["t", "text", ["a", null, "c"]]);
  const after = await tableOf(["n", "number", [1, -0, 3.5]], ["t", "text", ["a", null, "c"]]);
  const { changed, ...refresh } = await compareTables({ tables: [before, after], key: [] });
  expect([refresh.added, refresh.removed, changed]).toEqual([1, 1, 0]);
});

test("a key that tells no rows apart is said by a refresh, and refused between two versions", async () => {
  const one = await tableOf(["k", "integer", [1, 1, 1, 2]], ["h", "integer", [1, null, null, 2]]);
  const problem = async (...key: string[]) => {
    const said = (await compareTables({ tables: [one, one], key })).keyProblem;
    await expect(both(one, one, key)).rejects.toThrow(/is no key|is not a column/);
    return said;
  };
  expect(await problem("k")).toBe(
    "Rows were compared as a whole: 1 value of “k” in more than one row before.",
  );
  expect(await problem("h")).toBe("Rows were compared as a whole: “h” is missing in 2 rows before.");
  expect(await problem("x")).toBe(
    "Rows were compared as a whole: both versions need a column “x” of one type.",
  );
});

test(
  "rows by key and cells by column are the same figures for any two tables",
  { timeout: 120_000 },
  async () => {
    const cell = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 2 }));
    const table = fc.uniqueArray(fc.tuple(fc.nat(6), cell, cell), { selector: ([id]) => id, minLength: 1 });
    const type = fc.constantFrom("integer", "number", "text");
    const sides = fc.tuple(table, table, type, type, type, type);
    await fc.assert(
      fc.asyncProperty(sides, async ([rows, others, ...types]) => {
        const column = (name: string, i: 1 | 2, as: (typeof types)[number], of: typeof rows): Made => {
          const cells = of.map((row) => row[i]);
          return [
            name,
            as,
            as === "text" ? cells.map((value) => (value === null ? null : `${value}`)) : cells,
          ];
        };
        const ids = (of: typeof rows): Made => ["id", "integer", of.map(([id]) => id)];
        const before = await tableOf(
          ids(rows),
          column("x", 1, types[0], rows),
          column("y", 2, types[1], rows),
        );
        const after = await tableOf(
          column("y", 2, types[3], others),
          ids(others),
          column("x", 1, types[2], others),
        );
        const { refresh, versions } = await both(before, after, ["id"]);
        const { added, removed, changed, columns } = refresh;
        expect({ added, removed, changed }).toEqual({
          added: versions.added,
          removed: versions.removed,
          changed: versions.changed,
        });
        expect(columns.changed).toEqual(
          versions.cells.map(({ column: name, count }) => ({ name, rows: count })),
        );
        // counted by hand
        const was = new Map(rows.map((row) => [row[0], row]));
        const isNumber = (i: number) => types[i] !== "text";
        const looked = ([1, 2] as const).filter((i) => isNumber(i - 1) === isNumber(i + 1));
        const shared = others.filter(([id]) => was.has(id));
        const differ = shared.filter((row) => looked.some((i) => was.get(row[0])![i] !== row[i]));
        expect([added, removed, changed]).toEqual([
          others.length - shared.length,
          rows.length - shared.length,
          differ.length,
        ]);
      }),
      { numRuns: 60 },
    );
  },
);
