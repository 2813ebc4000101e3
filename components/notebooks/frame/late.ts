import type { CellError, RunnableCell } from "@/lib/notebooks/protocol";
import { sourceLine } from "@/lib/notebooks/source-line";
import { PythonError } from "./python-name";
import { valueText } from "@/lib/notebooks/runtime/value-text";

const place = /cell-(\d+)\.js:(\d+)/;

/** The cell whose code a stack names, or null where none does. */
export function cellOfStack(stack: string | undefined): number | null {
  const found = stack?.match(place);
  return found ? Number(found[1]) : null;
}

/** Something thrown, in words, with the line of the cell's own text. */
export function errorOf(thrown: unknown, { id, from }: Pick<RunnableCell, "id" | "from">): CellError {
  if (thrown instanceof PythonError) {
    const { name, message, line } = thrown;
    return { name: name.slice(0, 100), message: message.slice(0, 2_100), line };
  }
  const error = thrown instanceof Error ? thrown : null;
  const at = error?.stack?.match(new RegExp(`cell-${id}\\.js:(\\d+):(\\d+)`));
  const name = error?.name ?? "Thrown";
  return {
    name: (name === "RuntimeError" ? "ReferenceError" : name).slice(0, 100),
    message: (error ? error.message : valueText(thrown)).slice(0, 2_000),
    line: at ? sourceLine(from, { line: Number(at[1]), column: Number(at[2]) }) : null,
  };
}
