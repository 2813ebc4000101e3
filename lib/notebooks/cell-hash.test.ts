import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellHashes, cellLibraries, newestNamed } from "./cell-hash";
import { graphOf, type CellNames } from "./graph";
import type { Cell } from "./schema";

const name = fc.integer({ min: 0, max: 14 }).map((n) => `n${n}`);
const notebooks = fc
  .array(
    fc.record({ defines: fc.uniqueArray(name, { maxLength: 2 }), uses: fc.array(name, { maxLength: 3 }) }),
    { minLength: 1, maxLength: 12 },
  )
  .map((cells) => cells.map((names, i): CellNames => ({ id: i + 1, ...names })));

/** The oracle: who reads a cell, found by going from reader to reader, one step at a time. */
function readersOf(cells: readonly CellNames[], changed: number): number[] {
  const found = new Set([changed]);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const { id, uses, defines } of cells)
      for (const other of cells)
        if (found.has(other.id) && other.id !== id)
          if (other.defines.some((one) => uses.includes(one) && !defines.includes(one))) found.add(id);
  }
  return [...found].sort((a, b) => a - b);
}

const textsOf = (names: readonly CellNames[]) =>
  new Map(names.map(({ id }) => [id, { id, mode: "ts", source: `cell ${id}` } as Cell]));
const changedBetween = (before: Map<number, string>, after: Map<number, string>) =>
  [...before.keys()].filter((id) => before.get(id) !== after.get(id)).sort((a, b) => a - b);

test("after one change, the hashes of exactly that cell and of all that reads it are others", () => {
  fc.assert(
    fc.property(notebooks, fc.nat(), fc.constantFrom("source", "mode", "output"), (names, pick, what) => {
      const graph = graphOf(names, new Set());
      const cells = textsOf(names);
      const before = cellHashes(cells, graph, new Map());
      const { id } = names[pick % names.length]!;
      const change = {
        source: { source: "changed" },
        mode: { mode: "js" },
        output: { output: "o" },
      } as const;
      const after = cellHashes(
        new Map(cells).set(id, { ...cells.get(id)!, ...change[what] }),
        graph,
        new Map(),
      );
      expect(changedBetween(before, after)).toEqual(readersOf(names, id));
      expect(cellHashes(textsOf(names), graph, new Map())).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test("a new version of a dataset changes cells that name the dataset, and what reads them", () => {
  const names: CellNames[] = [
    { id: 1, defines: ["a"], uses: [] },
    { id: 2, defines: [], uses: ["a"] },
    { id: 3, defines: [], uses: [] },
  ];
  const graph = graphOf(names, new Set());
  const cells = new Map<number, Cell>([
    [1, { id: 1, mode: "sql", source: "from dataset('neo')", output: "a" }],
    [2, { id: 2, mode: "ts", source: "a" }],
    [3, { id: 3, mode: "ts", source: "dataset('neo@v1')" }],
  ]);
  const at = (version: number) => cellHashes(cells, graph, new Map([["neo", version]]));
  expect(changedBetween(at(1), at(2))).toEqual([1, 2]);
});

test("cells that read each other all change when one of them does", () => {
  const names = [1, 2, 3].map((id) => ({ id, defines: [`n${id}`], uses: [`n${(id % 3) + 1}`] }));
  const graph = graphOf(names, new Set());
  const cells = textsOf(names);
  const before = cellHashes(cells, graph, new Map());
  for (const id of [1, 2, 3])
    expect(
      changedBetween(
        before,
        cellHashes(new Map(cells).set(id, { id, mode: "ts", source: "x" }), graph, new Map()),
      ),
    ).toEqual([1, 2, 3]);
});

test("a cell's datasets without a version are found in every language, other texts are not", () => {
  const named = (mode: Cell["mode"], source: string) => newestNamed({ mode, source });
  expect(
    named("sql", "from dataset('b') join dataset('a''s') join dataset('c@v2') -- dataset('no')"),
  ).toEqual(["a's", "b"]);
  expect(named("ts", 'await dataset("neo"); dataset(`x@v3`); mydataset("no")')).toEqual(["neo"]);
  expect(named("python", "df = dataset( 'neo' )")).toEqual(["neo"]);
});

test("the libraries of the hash are those that are installed", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const library of cellLibraries.split(", ")) {
    const [called, version] = library.split(" ");
    expect([called, dependencies[called!]]).toEqual([called, version]);
  }
});
