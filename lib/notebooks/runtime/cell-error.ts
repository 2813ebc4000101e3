import type { CellError, RunnableCell } from "../protocol";
import { sourceLine } from "../source-line";
import { valueText } from "./value-text";

const place = /cell-(\d+)\.js:(\d+)/;

/** The cell whose code a stack names, or null where none does. */
export function cellOfStack(stack: string | undefined): number | null {
  const found = stack?.match(place);
  return found ? Number(found[1]) : null;
}

/** Something thrown, in words, with the line of the cell's own text. */
export function cellErrorOf(thrown: unknown, { id, from }: Pick<RunnableCell, "id" | "from">): CellError {
  const error = thrown instanceof Error ? thrown : null;
  const at = error?.stack?.match(new RegExp(`cell-${id}\\.js:(\\d+):(\\d+)`));
  const name = error?.name ?? "Thrown";
  return {
    name: (name === "RuntimeError" ? "ReferenceError" : name).slice(0, 100),
    message: (error ? error.message : valueText(thrown)).slice(0, 2_000),
    line: at ? sourceLine(from, { line: Number(at[1]), column: Number(at[2]) }) : null,
  };
}
