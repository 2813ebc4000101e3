import { Runtime, type Variable } from "@observablehq/runtime";
import type { CellError, RunnableCell } from "./messages";
import { tell } from "./page";
import { nodeOf, noteOf } from "./render";
import { scope } from "./scope";

type LiveCell = { root: HTMLElement; variables: Variable[]; started: number };

const module = new Runtime(scope).module();
const cells = new Map<number, LiveCell>();
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) tellHeight(target as HTMLElement);
});

function tellHeight(root: HTMLElement): void {
  tell({ op: "height", id: Number(root.dataset.id), height: root.offsetHeight });
}

/** Puts a cell into the dataflow in place of its former self; what depends on its names runs again. */
export function defineCell({ id, version, body, inputs, outputs, autodisplay }: RunnableCell): void {
  const cell = cellAt(id);
  cell.variables.forEach((variable) => variable.delete());
  const clear = () => cell.root.replaceChildren();
  const display = (value: unknown) => (cell.root.append(nodeOf(value)), value);

  const variable = module.variable(
    {
      pending: () => {
        cell.started = performance.now();
        tell({ op: "running", id, version });
      },
      fulfilled: (value: unknown) => {
        if (autodisplay) (clear(), display(value));
        tellHeight(cell.root);
        tell({
          op: "done",
          id,
          version,
          milliseconds: performance.now() - cell.started,
          variables: notesOf(outputs, value),
        });
      },
      rejected: (error: unknown) => {
        clear();
        tell({ op: "failed", id, version, error: errorOf(error, id) });
      },
    },
    { shadow: {} },
  );
  shadow(variable, "display", display);
  shadow(variable, "view", (input: HTMLInputElement) => (display(input), valuesOf(input)));

  const run = evaluate(body, id);
  variable.define(outputs.length > 0 ? `cell ${id}` : null, inputs, (...values: unknown[]) => {
    cell.started = performance.now();
    if (!autodisplay) clear();
    return run(...values);
  });
  const names = outputs.map((name) =>
    module.variable(true).define(name, [`cell ${id}`], (exports: Record<string, unknown>) => exports[name]),
  );
  cell.variables = [variable, ...names];
}

/** Takes a cell out of the dataflow and off the page. */
export function removeCell(id: number): void {
  const cell = cells.get(id);
  cell?.variables.forEach((variable) => variable.delete());
  cell?.root.remove();
  cells.delete(id);
}

/** Puts each cell's output where the page has left room for it. */
export function placeCells({
  left,
  tops,
  width,
}: {
  left: number;
  tops: Record<number, number>;
  width: number;
}): void {
  for (const [id, { root }] of cells) {
    root.style.top = `${tops[id] ?? -10_000}px`;
    root.style.left = `${left}px`;
    root.style.width = `${width}px`;
  }
}

function cellAt(id: number): LiveCell {
  const known = cells.get(id);
  if (known) return known;
  const root = document.body.appendChild(document.createElement("section"));
  root.dataset.id = String(id);
  sizes.observe(root);
  const cell: LiveCell = { root, variables: [], started: 0 };
  cells.set(id, cell);
  return cell;
}

/** Gives one cell a name of its own that no other cell sees, such as its `display`. */
function shadow(variable: Variable, name: string, value: unknown): void {
  const own = new variable.constructor(2, variable._module);
  variable._shadow.set(
    name,
    own.define([], () => value),
  );
}

/**
 * The only place where a cell's text becomes code: this document has no origin, network or parent to reach.
 */
function evaluate(body: string, id: number): (...values: unknown[]) => unknown {
  return (0, eval)(`(${body})\n//# sourceURL=cell-${id}.js`) as (...values: unknown[]) => unknown;
}

/** The values of an input as the runtime likes them: the first at once, then one at each change. */
function valuesOf(input: HTMLInputElement): AsyncGenerator<unknown> {
  let changed = () => {};
  input.addEventListener("input", () => changed());
  return (async function* () {
    for (;;) {
      const next = new Promise<void>((resolve) => (changed = resolve));
      yield input.value;
      await next;
    }
  })();
}

function notesOf(outputs: readonly string[], value: unknown) {
  const values = outputs.length > 0 ? (value as Record<string, unknown>) : {};
  return outputs.map((name) => ({ name, ...noteOf(values[name]) }));
}

/** An error with the line of the cell's own text: the first line of the function is the transpiler's. */
function errorOf(error: unknown, id: number): CellError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const place = thrown.stack?.match(new RegExp(`cell-${id}\\.js:(\\d+)`));

  return {
    name: thrown.name === "RuntimeError" ? "ReferenceError" : thrown.name,
    message: thrown.message,
    line: place ? Math.max(1, Number(place[1]) - 1) : null,
  };
}
