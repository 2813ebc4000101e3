import type { Cell, CellMode } from "@/lib/notebooks/schema";
import { modeWords } from "./mode-words";

/** A cell that was copied; it can be put into any notebook that is open in this browser. */
export type CopiedCell = Omit<Cell, "id">;

const key = "copied-cell";

/** Keeps a cell to be pasted, in this browser. */
export function copyCell({ mode, source, output }: Cell): void {
  localStorage.setItem(key, JSON.stringify({ mode, source, ...(output ? { output } : {}) }));
}

/** The cell that was copied last; null where none was. */
export function copiedCell(): CopiedCell | null {
  return cellFrom(localStorage.getItem(key));
}

/** A cell as it was kept; null for anything else. */
export function cellFrom(text: string | null): CopiedCell | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "null");
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { mode, source, output } = value as Record<string, unknown>;
  const known = (Object.keys(modeWords) as CellMode[]).find((one) => one === mode);
  if (!known || typeof source !== "string") return null;
  return { mode: known, source, ...(typeof output === "string" ? { output } : {}) };
}
