import type { RunnableCell } from "../protocol";
import type { Cell } from "../schema";

const made = /(?:^|[\n;])\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=\n]+)?=\s*view\s*\(/g;

/** Names of inputs that cells show by `const name = view(…)`, in the order of the cells. */
export function inputsInCells(cells: readonly Pick<Cell, "mode" | "source">[]): string[] {
  const names = cells.flatMap(({ mode, source }) =>
    mode === "ts" || mode === "js" ? [...source.matchAll(made)].map(([, name]) => name!) : [],
  );
  return [...new Set(names)];
}

/** Names of inputs that a cell gives: those of a cell that shows something by `view`. */
export function inputsOf({ inputs, outputs }: Pick<RunnableCell, "inputs" | "outputs">): readonly string[] {
  return inputs.includes("view") ? outputs : [];
}
