import { cellHashes } from "./cell-hash";
import type { CellId, Graph } from "./graph";
import type { Cell } from "./schema";

/** What is known of an output that an earlier run of a cell left. */
export type StoredNote = {
  hash: string;
  state: "done" | "failed";
  ranBy: string;
  /** When it ran, as ISO 8601. */
  ranAt: string;
};

/**
 * Outputs of runs: those that were there at opening, each until its cell runs, and with which hash each cell
 * ran since.
 */
export function keptOutputs() {
  const stored = new Map<CellId, StoredNote>();
  /** Cells as they were sent to run. */
  const asked = new Map<CellId, Cell>();
  const newest = new Map<string, number>();
  let wanted: { graph: Graph; hashes: ReadonlyMap<CellId, string> } | null = null;
  function hashesNow(cells: ReadonlyMap<CellId, Cell>, graph: Graph): ReadonlyMap<CellId, string> {
    if (wanted?.graph !== graph) wanted = { graph, hashes: cellHashes(cells, graph, newest) };
    return wanted.hashes;
  }
  return {
    noteOf: (id: CellId): StoredNote | null => stored.get(id) ?? null,
    ids: () => [...stored.keys()],
    /** An output that was there at opening; one of a cell that has run since is passed over. */
    keep: (id: CellId, note: StoredNote): boolean => !asked.has(id) && (stored.set(id, note), true),
    /** The text of a cell changed. */
    edited: () => void (wanted = null),
    asked(cell: Cell): void {
      asked.set(cell.id, cell);
      stored.delete(cell.id);
    },
    /** A version of a dataset is there; the newest one counts. */
    versionIs(name: string, version: number): void {
      if (version <= (newest.get(name) ?? 0)) return;
      newest.set(name, version);
      wanted = null;
    },
    /** Whether a stored output is not what its cell would give now. */
    isOld: (id: CellId, cells: ReadonlyMap<CellId, Cell>, graph: Graph): boolean => {
      const note = stored.get(id);
      return note !== undefined && hashesNow(cells, graph).get(id) !== note.hash;
    },
    /** What the cells that ran here computed, as they were when they ran. */
    hashesOfRuns: (graph: Graph): ReadonlyMap<CellId, string> => cellHashes(asked, graph, newest),
    forget(id: CellId): void {
      stored.delete(id);
      asked.delete(id);
    },
  };
}
