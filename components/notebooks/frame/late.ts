import { cellErrorOf } from "@/lib/notebooks/runtime/cell-error";
import type { CellError, RunnableCell } from "@/lib/notebooks/protocol";
import { PythonError } from "./python-name";

/** Something thrown, in words, with the line of the cell's own text. */
export function errorOf(thrown: unknown, cell: Pick<RunnableCell, "id" | "from">): CellError {
  if (!(thrown instanceof PythonError)) return cellErrorOf(thrown, cell);
  const { name, message, line } = thrown;
  return { name: name.slice(0, 100), message: message.slice(0, 2_100), line };
}
