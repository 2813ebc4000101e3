import type { Cell } from "../schema";

const made = /(?:^|[\n;])\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=\n]+)?=\s*view\s*\(/g;

/** Names of inputs that cells show by `const name = view(…)`, in the order of the cells. */
export function inputsInCells(cells: readonly Pick<Cell, "mode" | "source">[]): string[] {
  const names = cells.flatMap(({ mode, source }) =>
    mode === "ts" || mode === "js" ? [...source.matchAll(made)].map(([, name]) => name!) : [],
  );
  return [...new Set(names)];
}
