import type { Variable } from "@observablehq/runtime";
import type { RunnableCell } from "../protocol";

/**
 * The only place where a cell's text becomes code: in a document without origin, network or parent to reach,
 * or in a process that has nothing to reach.
 */
export function evaluateCell({ body, id }: Pick<RunnableCell, "body" | "id">) {
  return (0, eval)(`(${body})\n//# sourceURL=cell-${id}.js`) as (...values: unknown[]) => unknown;
}

/** Gives one cell a name of its own that no other cell sees, such as its `display`. */
export function shadow(variable: Variable, name: string, value: unknown): void {
  const own = new variable.constructor(2, variable._module);
  variable._shadow.set(
    name,
    own.define([], () => value),
  );
}
