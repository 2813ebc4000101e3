import type { CellId, Graph } from "./graph";

/** What is wrong with a name of a cell, in a sentence that says what to do. */
export type CellFault = { kind: "double" | "cycle" | "unknown"; name: string; message: string };

/**
 * What is wrong with the names of each cell.
 *
 * @param numbers where each cell stands, from 1: cells are named by it
 */
export function faultsOf(graph: Graph, numbers: ReadonlyMap<CellId, number>): Map<CellId, CellFault[]> {
  const faults = new Map<CellId, CellFault[]>();
  const add = (id: CellId, fault: CellFault) => faults.set(id, [...(faults.get(id) ?? []), fault]);
  const named = (cells: readonly CellId[]) =>
    listed(cells.map((id) => numbers.get(id) ?? 0).toSorted(ascending));
  for (const { name, cells } of graph.doubles) {
    const given = `${name} is given by cells ${named(cells)}`;
    for (const id of cells) add(id, { kind: "double", name, message: `${given}. Rename it in all but one.` });
    for (const id of readersOf(graph, cells))
      add(id, { kind: "double", name, message: `${given}, so that this cell cannot tell which to read.` });
  }
  for (const { cells, names } of graph.cycles)
    for (const id of cells) {
      const way = [...names, names[0]].join(" → ");
      const message = `Cells ${named(cells)} read each other: ${way}. Take one of these names out.`;
      add(id, { kind: "cycle", name: names[0]!, message });
    }
  for (const { cell, name, near } of graph.unknown) {
    const [giver] = (near && graph.definers.get(near)) || [];
    const where = giver === cell ? "this cell" : `cell ${numbers.get(giver ?? cell)}`;
    const of = giver === undefined ? "" : `, of ${where}`;
    const message = `${name} is not defined.${near ? ` Did you mean ${near}${of}?` : ""}`;
    add(cell, { kind: "unknown", name, message });
  }
  return faults;
}

function readersOf({ readers }: Graph, cells: readonly CellId[]): Set<CellId> {
  return new Set(cells.flatMap((id) => readers.get(id) ?? []).filter((id) => !cells.includes(id)));
}

const ascending = (a: number, b: number) => a - b;

function listed(numbers: readonly number[]): string {
  return numbers.length < 2 ? numbers.join() : `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}
