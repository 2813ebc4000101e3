import { near } from "./near-name";
import type { Cell } from "./schema";

export type CellId = Cell["id"];

/** What a cell gives to others and takes from them, as its language's reader found it. */
export type CellNames = {
  id: CellId;
  defines: readonly string[];
  uses: readonly string[];
  /** Whether two such cells may give one name, as long as nobody reads it: each keeps its own. */
  isLoose?: boolean;
};

/** A name that a cell uses and nobody gives, with the nearest name that there is. */
export type Unknown = { cell: CellId; name: string; near: string | null };

/** Who reads whom in a notebook, and what is wrong with it. */
export type Graph = {
  /** All cells, each after what it reads, else as they stand; those of a cycle one after the other. */
  order: readonly CellId[];
  /** The cells that each name is given by; more than one is a fault. */
  definers: ReadonlyMap<string, readonly CellId[]>;
  /** The cells that a cell reads directly. */
  reads: ReadonlyMap<CellId, readonly CellId[]>;
  /** The cells that read a cell directly. */
  readers: ReadonlyMap<CellId, readonly CellId[]>;
  /** Names that more than one cell gives. */
  doubles: readonly { name: string; cells: readonly CellId[] }[];
  /** Ways round: each name is given by the cell beside it, which the cell after it reads. */
  cycles: readonly { cells: readonly CellId[]; names: readonly string[] }[];
  unknown: readonly Unknown[];
};

/**
 * Who reads whom among the cells of a notebook.
 *
 * @param cells in the order in which they stand
 * @param known names that every cell knows without a cell that gives them
 */
export function graphOf(cells: readonly CellNames[], known: ReadonlySet<string>): Graph {
  const definers = definersOf(cells);
  const reads = new Map(cells.map((cell) => [cell.id, readBy(cell, definers)]));
  const readers = new Map<CellId, CellId[]>(cells.map(({ id }) => [id, []]));
  for (const [id, of] of reads) for (const read of of) readers.get(read)!.push(id);
  const knots = knotsOf(cells, reads);
  const namesOf = new Map(cells.map((cell) => [cell.id, cell]));
  const names = [...new Set([...definers.keys(), ...known])];
  return {
    order: knots.flat(),
    definers,
    reads,
    readers,
    doubles: doublesOf(definers, cells),
    cycles: knots.filter(({ length }) => length > 1).map((knot) => cycleOf(knot, reads, namesOf)),
    unknown: cells.flatMap(({ id, uses }) =>
      uses
        .filter((name) => !definers.has(name) && !known.has(name))
        .map((name) => ({ cell: id, name, near: near(name, names) })),
    ),
  };
}

function definersOf(cells: readonly CellNames[]): Map<string, CellId[]> {
  const definers = new Map<string, CellId[]>();
  for (const { id, defines } of cells)
    for (const name of new Set(defines)) definers.set(name, [...(definers.get(name) ?? []), id]);
  return definers;
}

function doublesOf(definers: Map<string, CellId[]>, cells: readonly CellNames[]): Graph["doubles"] {
  const namesOf = new Map(cells.map((cell) => [cell.id, cell]));
  const isRead = (name: string, by: readonly CellId[]) =>
    cells.some(({ id, uses }) => uses.includes(name) && !by.includes(id));
  const isFault = (name: string, of: readonly CellId[]) =>
    of.length > 1 && (of.some((id) => !namesOf.get(id)!.isLoose) || isRead(name, of));
  return [...definers].flatMap(([name, of]) => (isFault(name, of) ? [{ name, cells: of }] : []));
}

function readBy({ id, defines, uses }: CellNames, definers: Map<string, CellId[]>): CellId[] {
  const own = new Set(defines);
  const others = uses.filter((name) => !own.has(name)).flatMap((name) => definers.get(name) ?? []);
  return [...new Set(others)].filter((other) => other !== id);
}

/**
 * Cells that reach each other, in groups; each group follows what it reads. A group of one is a cell apart.
 * @see https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm
 */
function knotsOf(cells: readonly CellNames[], reads: Graph["reads"]): CellId[][] {
  const [found, low] = [new Map<CellId, number>(), new Map<CellId, number>()];
  const [path, open, knots] = [[] as CellId[], new Set<CellId>(), [] as CellId[][]];
  function visit(id: CellId): void {
    found.set(id, found.size);
    low.set(id, found.get(id)!);
    path.push(id);
    open.add(id);
    for (const read of reads.get(id)!) {
      if (!found.has(read)) visit(read);
      if (open.has(read)) low.set(id, Math.min(low.get(id)!, low.get(read)!));
    }
    if (low.get(id) !== found.get(id)) return;
    const knot = path.splice(path.indexOf(id));
    for (const member of knot) open.delete(member);
    knots.push(knot);
  }
  for (const { id } of cells) if (!found.has(id)) visit(id);
  return knots;
}

/** A way round in a knot: each of its cells reads another one of it, so going on comes round. */
function cycleOf(knot: readonly CellId[], reads: Graph["reads"], namesOf: ReadonlyMap<CellId, CellNames>) {
  const path: CellId[] = [];
  let at = knot[0]!;
  while (!path.includes(at)) {
    path.push(at);
    at = reads.get(at)!.find((id) => knot.includes(id))!;
  }
  const cells = path.slice(path.indexOf(at)).toReversed();
  const names = cells.map((id, i) => linking(namesOf.get(id)!, namesOf.get(cells[(i + 1) % cells.length]!)!));
  return { cells, names };
}

function linking({ defines }: CellNames, { uses }: CellNames): string {
  return defines.find((name) => uses.includes(name))!;
}

/** Everything that cells read, directly or not, they themselves included, in the order in which it runs. */
export function sliceOf(graph: Graph, cells: Iterable<CellId>): CellId[] {
  return closure(graph, cells, graph.reads);
}

/** Everything that reads cells, directly or not, they themselves included, in the order in which it runs. */
export function dependentsOf(graph: Graph, cells: Iterable<CellId>): CellId[] {
  return closure(graph, cells, graph.readers);
}

function closure({ order }: Graph, cells: Iterable<CellId>, next: Graph["reads"]): CellId[] {
  const found = new Set(cells);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return order.filter((id) => found.has(id));
}
