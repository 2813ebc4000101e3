import { limits } from "@/lib/limits";
import type { CellError } from "@/lib/notebooks/protocol";
import { sliceOf, type CellId } from "@/lib/notebooks/graph";
import { keptParts } from "@/lib/notebooks/kept-parts";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import type { StoredOutput } from "@/lib/notebooks/schema";
import type { Session } from "@/lib/notebooks/session";

/** A run that is over, with what it computed. */
export type Ran = Pick<StoredOutput, "hash" | "state" | "milliseconds" | "names"> & {
  id: CellId;
  error: CellError | null;
};

/**
 * Runs whose outputs are not kept yet: they are over, and so is all that they read. What a cell shows later
 * of the same text and inputs, such as at each tick of a clock, is not another run.
 *
 * @param sent the hash of each cell's output that is kept
 */
export function runsToKeep(session: Session, sent: ReadonlyMap<CellId, string>): Ran[] {
  const graph = session.graph();
  const runs: Ran[] = [];
  for (const [id, hash] of session.hashesOfRuns()) {
    // an empty cell shows nothing that could be kept
    if (sent.get(id) === hash || !session.cell(id)?.source.trim()) continue;
    const { state, faults } = session.view(id);
    const { status, milliseconds, error } = state;
    if (status !== "done" && status !== "failed") continue;
    const isOver = (read: CellId) => session.view(read).state.status !== "running";
    if (!sliceOf(graph, [id]).every(isOver) || faults.some(({ kind }) => kind !== "unknown")) continue;
    const { defines, uses, isLoose } = session.namesOf(id) ?? { defines: [], uses: [] };
    runs.push({
      ...{ id, hash, state: status, error: status === "failed" ? error : null },
      milliseconds: Math.min(Math.round(milliseconds ?? 0), 2 ** 31 - 1),
      names: { defines: [...defines], uses: [...uses], ...(isLoose === undefined ? {} : { isLoose }) },
    });
  }
  return runs;
}

/** A run with what it shows, as the server keeps it. */
export function keptOutput(
  { id, error, ...run }: Ran,
  shown: readonly OutputPart[],
  ago: number,
): StoredOutput {
  const told: OutputPart[] = error
    ? [{ kind: "error", name: error.name.slice(0, 100), message: error.message, line: error.line }]
    : [];
  return { cell: id, ...run, ago, parts: [...keptParts([...shown, ...told])] };
}

/** Outputs in parts that one request can bring. */
export function batchesOf(outputs: readonly StoredOutput[]): StoredOutput[][] {
  const batches: StoredOutput[][] = [];
  let bytes = Infinity;
  for (const output of outputs) {
    const size = new TextEncoder().encode(JSON.stringify(output)).length;
    const last = batches.at(-1);
    if (!last || bytes + size > limits.outputsAtOnceBytes || last.length >= limits.outputsAtOnce) {
      batches.push([output]);
      bytes = size;
    } else {
      last.push(output);
      bytes += size;
    }
  }
  return batches;
}
