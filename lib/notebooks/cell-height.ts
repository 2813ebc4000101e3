import type { CellState } from "./cell-state";
import type { Cell } from "./schema";

/** Heights of what stands around a cell's text, in pixels, as the style sheet gives them. */
const [line, around, between] = [20, 17, 14];

/** About how high a cell is that was not drawn yet, in pixels: its lines, and what is known of its output. */
export function estimatedHeight({ mode, source }: Cell, { height }: CellState): number {
  if (mode === "md" && source !== "") return between + (height || line * 2);
  return between + around + line * source.split("\n").length + height;
}
