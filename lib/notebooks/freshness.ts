import { dependentsOf, type CellId, type Graph } from "./graph";
import type { Cell } from "./schema";

/**
 * Tells which cells are stale: their text, or that of something that they read, is not what they ran with.
 * Texts are compared whole (each distinct one has a number), so that no two are taken for the same.
 */
export function freshnessOf() {
  const numberOf = distinct();
  const own = ({ mode, output, source }: Cell) => numberOf(`${mode} ${output ?? ""} ${source}`);
  const chain = (id: CellId, text: number, { reads }: Graph, of: ReadonlyMap<CellId, number>) =>
    numberOf(
      `${text} of ${
        reads
          .get(id)
          ?.map((read) => of.get(read) ?? "round")
          .join() ?? ""
      }`,
    );

  /** The text with which a cell was sent to run, and what it came to with all that it read when it did. */
  const [asked, ran] = [new Map<CellId, number>(), new Map<CellId, number>()];
  /** What each cell would come to now; null when a text has changed since it was made out. */
  let wanted: { graph: Graph; chains: Map<CellId, number> } | null = null;

  function wantedNow(cells: ReadonlyMap<CellId, Cell>, graph: Graph): Map<CellId, number> {
    if (wanted?.graph === graph) return wanted.chains;
    const chains = new Map<CellId, number>();
    for (const id of graph.order) chains.set(id, chain(id, own(cells.get(id)!), graph, chains));
    wanted = { graph, chains };
    return chains;
  }

  return {
    hasRun: (id: CellId) => asked.has(id),
    /** The text of a cell changed. */
    edited: () => void (wanted = null),
    asked: (cell: Cell) => void asked.set(cell.id, own(cell)),
    /** A cell begins to run, with what the last runs of those that it reads gave. */
    ran(id: CellId, graph: Graph): void {
      const text = asked.get(id);
      if (text !== undefined) ran.set(id, chain(id, text, graph, ran));
    },
    isStale: (id: CellId, cells: ReadonlyMap<CellId, Cell>, graph: Graph) =>
      asked.has(id) && ran.get(id) !== wantedNow(cells, graph).get(id),
    /** Who may have become stale, or fresh, with a cell. */
    touched: (id: CellId, graph: Graph) => dependentsOf(graph, [id]),
    forget(id: CellId): void {
      asked.delete(id);
      ran.delete(id);
    },
  };
}

/** Gives each distinct text a number of its own. */
function distinct(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}
