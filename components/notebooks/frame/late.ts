import { valueText } from "./value-text";
import type { CellError } from "./messages";

const place = /cell-(\d+)\.js:(\d+)/;

/** The cell whose code a stack names, or null where none does. */
export function cellOfStack(stack: string | undefined): number | null {
  const found = stack?.match(place);
  return found ? Number(found[1]) : null;
}

/** Something thrown, in words, with the line of the cell's own text. */
export function errorOf(thrown: unknown, id: number): CellError {
  const error = thrown instanceof Error ? thrown : null;
  const at = error?.stack?.match(new RegExp(`cell-${id}\\.js:(\\d+)`));
  const name = error?.name ?? "Thrown";
  return {
    name: (name === "RuntimeError" ? "ReferenceError" : name).slice(0, 100),
    message: (error ? error.message : valueText(thrown)).slice(0, 2_000),
    // the first line of the function is the transpiler's
    line: at ? Math.max(1, Number(at[1]) - 1) : null,
  };
}
