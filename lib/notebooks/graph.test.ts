import fc from "fast-check";
import { expect, test } from "vitest";
import { dependentsOf, graphOf, sliceOf, type CellNames } from "./graph";

const cell = (id: number, defines: string, uses = ""): CellNames => ({
  id,
  defines: defines.split(" ").filter(Boolean),
  uses: uses.split(" ").filter(Boolean),
});

test("each cell follows what it reads, and cells that read nothing of each other stay as they stand", () => {
  const graph = graphOf([cell(1, "c", "b"), cell(2, "b", "a"), cell(3, "a"), cell(4, "d")], new Set());
  expect(graph.order).toEqual([3, 2, 1, 4]);
  expect(graph.reads.get(1)).toEqual([2]);
  expect(sliceOf(graph, [1])).toEqual([3, 2, 1]);
  expect(dependentsOf(graph, [2])).toEqual([2, 1]);
});

test("a name that two cells give is told with both, also where nobody reads it", () => {
  const graph = graphOf([cell(1, "a"), cell(2, "a"), cell(3, "b")], new Set());
  expect(graph.doubles).toEqual([{ name: "a", cells: [1, 2] }]);
});

test("cells that read each other are told with the names that go round, those behind them not", () => {
  const graph = graphOf(
    [cell(1, "a", "c"), cell(2, "b", "a"), cell(3, "c", "b"), cell(4, "", "c")],
    new Set(),
  );
  expect(graph.cycles).toEqual([{ cells: [2, 3, 1], names: ["b", "c", "a"] }]);
});

test("a name of nobody is told with the nearest one that there is", () => {
  const graph = graphOf([cell(1, "table"), cell(2, "", "tabel Plot zzz")], new Set(["Plot"]));
  expect(graph.unknown).toEqual([
    { cell: 2, name: "tabel", near: "table" },
    { cell: 2, name: "zzz", near: null },
  ]);
});

test("a cell may be called as everything else is, and may use its own names", () => {
  const graph = graphOf(
    [cell(1, "__proto__ constructor", "constructor"), cell(2, "", "__proto__")],
    new Set(),
  );
  expect([graph.order, graph.cycles, graph.reads.get(2)]).toEqual([[1, 2], [], [1]]);
});

const name = fc.integer({ min: 0, max: 14 }).map((n) => `n${n}`);
const notebooks = fc
  .array(
    fc.record({ defines: fc.uniqueArray(name, { maxLength: 2 }), uses: fc.array(name, { maxLength: 3 }) }),
    {
      maxLength: 12,
    },
  )
  .map((cells) => cells.map((names, i) => ({ id: i + 1, ...names })));

test("what a cell rests on is what can be reached from it, and it is in a cycle if it reaches itself", () => {
  fc.assert(
    fc.property(notebooks, (cells) => {
      const graph = graphOf(cells, new Set());
      const reaches = reachable(cells);
      for (const { id } of cells) {
        const above = new Set(cells.filter((other) => reaches(id, other.id)).map((other) => other.id));
        expect(new Set(sliceOf(graph, [id]))).toEqual(new Set([id, ...above]));
        expect(dependentsOf(graph, [id]).filter((other) => other !== id)).toEqual(
          graph.order.filter((other) => other !== id && reaches(other, id)),
        );
      }
      for (const cycle of graph.cycles)
        for (const [i, member] of cycle.cells.entries()) {
          expect(reaches(member, member)).toBe(true);
          expect(graph.definers.get(cycle.names[i]!)).toContain(member);
        }
      // each knot of cells that reach each other is told by a cycle of its own
      for (const { id } of cells.filter((one) => reaches(one.id, one.id)))
        expect(graph.cycles.some(({ cells: [member] }) => reaches(id, member!) && reaches(member!, id))).toBe(
          true,
        );
      const place = new Map(graph.order.map((id, i) => [id, i]));
      expect(place.size).toBe(cells.length);
      for (const [id, read] of graph.reads)
        for (const other of read)
          if (!reaches(other, id)) expect(place.get(other)!).toBeLessThan(place.get(id)!);
    }),
  );
});

/** The oracle: one step after another from a cell to what it reads. */
function reachable(cells: readonly CellNames[]) {
  const steps = cells.map(({ id, defines, uses }) => ({
    id,
    reads: cells
      .filter((other) => other.id !== id)
      .filter((other) => other.defines.some((given) => uses.includes(given) && !defines.includes(given))),
  }));
  const from = (id: number, seen: Set<number>): Set<number> => {
    for (const { id: read } of steps.find((step) => step.id === id)!.reads)
      if (!seen.has(read)) (seen.add(read), from(read, seen));
    return seen;
  };
  const all = new Map(cells.map(({ id }) => [id, from(id, new Set())]));
  return (id: number, other: number) => all.get(id)!.has(other);
}

test("a name that two Python cells give is their own as long as nobody else reads it", () => {
  const python = (id: number, defines: string[], uses: string[] = []) => ({
    id,
    defines,
    uses,
    isLoose: true,
  });
  const doubles = (...cells: CellNames[]) => graphOf(cells, new Set()).doubles.map(({ name }) => name);
  expect(doubles(python(1, ["n", "x"]), python(2, ["n"], ["x"]))).toEqual([]);
  expect(doubles(python(1, ["n"]), python(2, ["n"]), python(3, [], ["n"]))).toEqual(["n"]);
  expect(doubles(python(1, ["n"]), { id: 2, defines: ["n"], uses: [] })).toEqual(["n"]);
});
