import { partsOf, referencesIn } from "@/lib/datasets/sql-references";
import { sliceOf, type CellId, type Graph } from "./graph";
import type { Cell } from "./schema";
import { sha256 } from "./sha256";

/** What cells compute with: with another version of these, an output is old. */
export const cellLibraries =
  "@observablehq/inputs 0.12.0, @observablehq/notebook-kit 2.1.8, @observablehq/plot 0.6.17, " +
  "@observablehq/runtime 6.0.1, arquero 8.0.3, d3 7.9.2, htl 0.3.1, markdown-it 15.0.3";

/** The number of the newest version of each dataset, by its name, as far as it is known. */
export type NewestVersions = ReadonlyMap<string, number>;

const call = /\bdataset\s*\(\s*(["'`])((?:(?!\1)[^\\\n])*)\1/g;

/** The datasets of which a cell names no version, so that it reads the newest one; each once, in order. */
export function newestNamed({ mode, source }: Pick<Cell, "mode" | "source">): string[] {
  const references =
    mode === "sql"
      ? referencesIn(source)
      : Array.from(source.matchAll(call), ([, , reference]) => reference!);
  const open = references.map(partsOf).filter(({ number }) => number === undefined);
  return [...new Set(open.map(({ name }) => name))].sort();
}

/** Hashes that were made before, by what they are of; emptied when it is full. */
const known = new Map<string, string>();
const knownAtMost = 20_000;
const ownHashes = new WeakMap<Cell, { hash: string; newest: readonly string[] }>();

function hashed(text: string): string {
  const before = known.get(text);
  if (before) return before;
  if (known.size >= knownAtMost) known.clear();
  const hash = sha256(text);
  known.set(text, hash);
  return hash;
}

function ownOf(cell: Cell) {
  const before = ownHashes.get(cell);
  if (before) return before;
  const hash = sha256(JSON.stringify([cell.mode, cell.output ?? null, cell.source]));
  const own = { hash, newest: newestNamed(cell) };
  ownHashes.set(cell, own);
  return own;
}

/**
 * What each cell computes, as a SHA-256 in hex: of its text, mode and output name, of the versions of
 * datasets that it names, of all that it reads, and of the libraries. Equal hashes mean that a run gives
 * the same, but for chance, time and network.
 *
 * @param cells of the graph; those that are missing are left out, and count as unknown where they are read
 */
export function cellHashes(
  cells: ReadonlyMap<CellId, Cell>,
  graph: Graph,
  newest: NewestVersions,
): Map<CellId, string> {
  const hashes = new Map<CellId, string>();
  const alone = (id: CellId): unknown => {
    const cell = cells.get(id);
    if (!cell) return null;
    const own = ownOf(cell);
    return [own.hash, own.newest.map((name) => [name, newest.get(name) ?? null])];
  };
  for (const id of graph.order) {
    if (!cells.has(id)) continue;
    const reads = graph.reads.get(id) ?? [];
    // cells that read each other have no first one: each is hashed with all that it can reach
    const above = isInCircle(graph, id)
      ? sliceOf(graph, [id]).map((other) => JSON.stringify(alone(other)))
      : reads.map((read) => hashes.get(read) ?? "unknown");
    hashes.set(id, hashed(JSON.stringify([cellLibraries, alone(id), above.sort()])));
  }
  return hashes;
}

function isInCircle(graph: Graph, id: CellId): boolean {
  return graph.cycles.length > 0 && sliceOf(graph, graph.reads.get(id) ?? []).includes(id);
}
