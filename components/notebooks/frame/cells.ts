import { Runtime, type Variable } from "@observablehq/runtime";
import { setColumnWidth } from "./column-width";
import { showPrinted } from "./console";
import { input } from "@/lib/notebooks/runtime/generators";
import { cellOfStack } from "@/lib/notebooks/runtime/cell-error";
import { evaluateCell, shadow } from "@/lib/notebooks/runtime/cell-function";
import { errorOf } from "./late";
import type { RunnableCell } from "@/lib/notebooks/protocol";
import { keptParts } from "@/lib/notebooks/kept-parts";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import { keepAs } from "./kept-as";
import { tell, withdraw } from "./page";
import { partsOf } from "./parts-of";
import { nodeOf, noteOf } from "./render";
import { inputOf, exchangeNames, PythonName } from "./python-name";
import { readPython, runPython } from "./python-cell";
import { saveDatasetOf } from "./save-dataset";
import { scope } from "./scope";
import { storedNodes } from "./stored-part";

/** A cell in the frame: where it shows values, where it prints, and what ends the run under way. */
type LiveCell = {
  root: HTMLElement;
  out: HTMLElement;
  printed: HTMLElement;
  variables: Variable[];
  started: number;
  version: number;
  from: RunnableCell["from"];
  offers: number[];
  phase: "idle" | "waiting" | "running" | "stopped";
  /** Gives a run up; and tells who runs it, where that is not the frame. */
  end: (why?: Ended) => void;
  stop: () => void;
  /** Of a Python cell: the names that it gives and reads, and what says anew from where it reads them. */
  python: { gives: readonly string[]; reads: readonly string[]; link: () => void };
};
const noPython: LiveCell["python"] = { gives: [], reads: [], link: () => undefined };
const nowhere: RunnableCell["from"] = { head: 1, dropped: 0, map: null, skipped: 0 };
/** What a run is rejected with that another one follows: nobody needs to hear of it. */
class Ended extends Error {}
/** Of what waits for a cell that was stopped the runtime keeps only the words. */
const stoppedText = "A cell was stopped that this one waits for.";
const isStop = (error: unknown) => error instanceof Error && error.message === stoppedText;

const module = new Runtime(scope).module();
const cells = new Map<number, LiveCell>();
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) tellHeight(target as HTMLElement);
});
const changed = new Set<HTMLElement>();

/** Tells how high outputs are, all that changed by one message a frame. */
function tellHeight(root: HTMLElement): void {
  if (changed.size === 0) requestAnimationFrame(tellHeights);
  changed.add(root);
}

function tellHeights(): void {
  const heights = [...changed].map((root): [number, number] => [Number(root.dataset.id), root.offsetHeight]);
  changed.clear();
  for (let i = 0; i < heights.length; i += 1_000)
    tell({ op: "heights", heights: heights.slice(i, i + 1_000) });
}

showPrinted((id) => cells.get(id)?.printed ?? null);
for (const event of ["error", "unhandledrejection"] as const)
  addEventListener(event, (raised: ErrorEvent | PromiseRejectionEvent) => {
    const thrown: unknown = "reason" in raised ? raised.reason : raised.error;
    if (thrown instanceof Ended) return raised.preventDefault();
    const id = cellOfStack(thrown instanceof Error ? thrown.stack : undefined);
    const cell = id === null ? undefined : cells.get(id);
    if (id !== null && cell)
      tell({ op: "late", id, version: cell.version, error: errorOf(thrown, { id, from: cell.from }) });
  });

/** Puts a cell into the dataflow in place of its former self; what depends on its names runs again. */
export function defineCell(runnable: RunnableCell): void {
  const { id, version, body, from, inputs, outputs, autodisplay, python } = runnable;
  const cell = cellAt(id);
  Object.assign(cell, { version, from });
  cell.end();
  takeOut(cell);
  // The runtime computes a variable once more when it is taken out, and tells of it.
  const isOld = () => cell.version !== version;
  const clear = () => cell.out.replaceChildren();
  const display = (value: unknown) => {
    if (!isOld() && cell.phase !== "stopped") cell.out.append(nodeOf(value));
    return value;
  };

  const variable = module.variable(
    {
      pending: () => {
        if (isOld()) return;
        cell.started = performance.now();
        cell.phase = "waiting";
        tell({ op: "running", id, version });
      },
      fulfilled: (value: unknown) => {
        if (isOld()) return;
        cell.phase = "idle";
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
        if (!isOld() && isStop(error)) return tell({ op: "stopped", id, version });
        if (isOld() || error instanceof Ended) return;
        cell.phase = "idle";
        if (!python) clear();
        tell({ op: "failed", id, version, error: errorOf(error, { id, from }) });
      },
    },
    { shadow: {} },
  );
  shadow(variable, "display", display);
  shadow(variable, "view", (element: HTMLElement) => {
    const text = "An input, which works once the cell runs.";
    if (element instanceof Node) keepAs(element, () => ({ kind: "note", text }));
    display(element);
    return input(element);
  });
  shadow(variable, "saveDataset", saveDatasetOf({ id, version }, cell.offers));

  const run = python ? pythonBody(cell, runnable, isOld) : evaluateCell({ body, id });
  const begin = (...values: unknown[]) => {
    cell.end();
    if (cell.phase === "stopped") throw new Ended(stoppedText);
    cell.phase = "running";
    cell.started = performance.now();
    withdraw(cell.offers.splice(0));
    cell.printed.replaceChildren();
    delete cell.printed.dataset.lines;
    if (!autodisplay) clear();
    return endable(cell, run(...values));
  };
  const link = () => {
    const reads = python ? [...inputs.map(inputOf), "invalidation"] : inputs;
    variable.define(outputs.length > 0 ? `cell ${id}` : null, reads, begin);
  };
  link();
  if (python) {
    cell.variables = [variable, ...outputs.flatMap((name) => pythonVariables(name, id))];
    return relink(cell, { gives: outputs, reads: inputs, link });
  }
  const names = outputs.map((name) => {
    const fulfilled = (value: unknown) => {
      if (!isOld()) tell({ op: "value", id, version, variable: { name, ...noteOf(value) } });
    };
    const pick = (exports: Record<string, unknown>) => exports[name];
    return module.variable({ fulfilled }).define(name, [`cell ${id}`], pick);
  });
  cell.variables = [variable, ...names];
  relink(cell, noPython);
}

/** A name of a Python cell: as other Python cells read it, and as a value, fetched for who reads that. */
function pythonVariables(name: string, id: number): Variable[] {
  const pick = (given: Record<string, PythonName>) => given[name];
  const read = (handle: PythonName | undefined) => readPython(name, handle);
  return [
    module.variable().define(`python ${name}`, [`cell ${id}`], pick),
    module.variable().define(name, [`python ${name}`], read),
  ];
}

/** A Python cell's run: ended with its variable's value, whoever wants another one. */
function pythonBody(cell: LiveCell, runnable: RunnableCell, isOld: () => boolean) {
  return (...values: unknown[]): Promise<unknown> => {
    const { signal, abort } = withAbort();
    cell.stop = abort;
    void (values.pop() as Promise<void>).then(abort);
    const { out, printed } = cell;
    return runPython(runnable, values, { places: { out, printed }, signal, isOld });
  };
}

function withAbort() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** Who reads a name that Python gives now, and did not before, or the other way, reads it anew. */
function relink(cell: LiveCell, python: LiveCell["python"]): void {
  const changed = exchangeNames(cell.python.gives, python.gives);
  cell.python = python;
  for (const other of cells.values())
    if (other.python.reads.some((name) => changed.has(name))) other.python.link();
}

/** Ends a run that is under way or waits for others; what waits for it ends as well. */
export function stopCell(id: number): void {
  const cell = cells.get(id);
  if (!cell || cell.phase === "idle") return;
  cell.phase = "stopped";
  cell.end(new Ended(stoppedText));
}

/** Gives what a cell shows the focus. */
export function focusCell(id: number): void {
  cells.get(id)?.root.focus();
}

addEventListener("keydown", (event) => {
  const root = event.target instanceof Element ? event.target.closest<HTMLElement>("section[data-id]") : null;
  if (event.key !== "F6" || !event.isTrusted || !root) return;
  event.preventDefault();
  tell({ op: "leave", id: Number(root.dataset.id), on: !event.shiftKey });
});

/** Shows what an earlier run left, until the cell runs. */
export function showStored(id: number, parts: readonly OutputPart[]): void {
  const cell = cellAt(id);
  if (cell.version > 0) return;
  const isPrinted = ({ kind }: OutputPart) => kind === "printed";
  cell.printed.replaceChildren(...parts.filter(isPrinted).flatMap(storedNodes));
  cell.out.replaceChildren(...parts.filter((part) => !isPrinted(part)).flatMap(storedNodes));
  tellHeight(cell.root);
}

/** What cells show, to be kept; those that have run again since are left out. */
export function keepCells(asked: readonly { id: number; version: number }[]) {
  return asked.flatMap(({ id, version }) => {
    const cell = cells.get(id);
    return cell?.version === version ? [{ id, version, parts: [...keptParts(partsOf(cell))] }] : [];
  });
}

/** Takes a cell out of the dataflow and off the page. */
export function removeCell(id: number): void {
  const cell = cells.get(id);
  if (!cell) return;
  cell.end();
  takeOut(cell);
  cell.root.remove();
  cells.delete(id);
  relink(cell, noPython);
}

function takeOut(cell: LiveCell): void {
  withdraw(cell.offers.splice(0));
  for (const variable of cell.variables.splice(0)) variable.delete();
}

/** The runtime waits for a variable's former run; one that never ends is given up when another begins. */
function endable(cell: LiveCell, result: unknown): unknown {
  if (!(result instanceof Promise)) return result;
  const { stop } = cell;
  const ended = new Promise<never>((_, reject) => {
    cell.end = (why = new Ended()) => {
      stop();
      reject(why);
    };
  });
  ended.catch(() => undefined);
  return Promise.race([result, ended]);
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
  setColumnWidth(width);
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
  root.tabIndex = -1;
  sizes.observe(root);
  const [out, printed] = [document.createElement("div"), document.createElement("div")];
  root.append(printed, out);
  const nothing = () => undefined;
  const idle = { variables: [], started: 0, version: 0, from: nowhere, offers: [], python: noPython };
  const cell: LiveCell = { root, out, printed, phase: "idle", ...idle, end: nothing, stop: nothing };
  cells.set(id, cell);
  return cell;
}

function notesOf(outputs: readonly string[], value: unknown) {
  const values = outputs.length > 0 ? (value as Record<string, unknown>) : {};
  return outputs.map((name) => ({ name, ...noteOf(values[name]) }));
}
