import type { OutputPart } from "@/lib/notebooks/output-parts";
import type { StoredOutput } from "@/lib/notebooks/schema";

const text = (of: string): OutputPart => ({ kind: "text", text: of, cut: 0 });

/** What a page sends of one cell that ran just now, with changes. */
export function outputOf(cell: number, change: Partial<StoredOutput> = {}): StoredOutput {
  const names = { defines: [`n${cell}`], uses: [] };
  const run = { hash: "a".repeat(64), state: "done" as const, milliseconds: 3, ago: 0 };
  return { cell, ...run, names, parts: [text(`of ${cell}`)], ...change };
}

/** What a page sends of cells that ran just now and read no dataset. */
export function outputsOf(...cells: number[]): { outputs: StoredOutput[]; reads: [] } {
  return { outputs: cells.map((cell) => outputOf(cell)), reads: [] };
}
