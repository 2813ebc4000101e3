import { Runtime, type Variable } from "@observablehq/runtime";
import type { FromRunner, ToRunner } from "@/lib/notebooks/runs/runner-protocol";
import { inputsOf } from "@/lib/notebooks/runs/inputs-in-cells";
import type { CellError, RunnableCell } from "@/lib/notebooks/protocol";
import { cellErrorOf } from "@/lib/notebooks/runtime/cell-error";
import { evaluateCell, shadow } from "@/lib/notebooks/runtime/cell-function";
import { input } from "@/lib/notebooks/runtime/generators";
import { isTable } from "@/lib/notebooks/runtime/table-like";
import { keepPrinted, noOutput, partsOf, ShownInput, type CellOutput } from "./cell-output";

type Order = Extract<ToRunner, { op: "run" }>;
type Settled = { state: "done" | "failed"; milliseconds: number; error: CellError | null };
type LiveCell = { cell: RunnableCell; output: CellOutput; started: number; settled: Settled | null };

/** So long values may still change after every cell has come to an end, in milliseconds. */
const settling = 1_000;

/**
 * Runs cells as a page does, by what they read and give, until each has come to an end and nothing more is
 * under way. What an endless one does is not waited for: whoever started this ends it.
 *
 * @param scope the names that every cell knows
 * @param tell hears of each cell when it comes to an end, and of all once more at the end
 */
export async function runCells(
  { cells, inputs, missing }: Order,
  { scope, tell }: { scope: Record<string, () => unknown>; tell: (message: FromRunner) => void },
): Promise<void> {
  const live = new Map(
    cells.map((cell): [number, LiveCell] => [
      cell.id,
      { cell, output: noOutput(), started: 0, settled: null },
    ]),
  );
  keepPrinted((id) => live.get(id)?.output ?? null);
  const pending = new Set<number>();
  let changed: () => void = () => undefined;
  const tellOf = ({ cell, output, settled }: LiveCell) => {
    if (!settled) return;
    const { state, milliseconds, error } = settled;
    tell({ op: "cell", id: cell.id, state, milliseconds, parts: partsOf(output, error) });
  };
  const module = new Runtime(scope).module();
  const settle = (one: LiveCell, state: Settled["state"], error: CellError | null) => {
    one.settled = { state, milliseconds: performance.now() - one.started, error };
    pending.delete(one.cell.id);
    tellOf(one);
    changed();
  };
  for (const one of live.values()) {
    const observer = {
      pending: () => void pending.add(one.cell.id),
      fulfilled: (value: unknown) => {
        if (one.cell.autodisplay) one.output.shown = [value];
        settle(one, "done", null);
      },
      rejected: (thrown: unknown) => {
        if (one.cell.autodisplay) one.output.shown = [];
        settle(one, "failed", cellErrorOf(thrown, one.cell));
      },
    };
    defineCell(module.variable(observer, { shadow: {} }), one, inputs);
    for (const name of one.cell.outputs)
      if (inputsOf(one.cell).includes(name) && Object.hasOwn(inputs, name))
        module.variable().define(name, [], inputs[name]);
      else module.variable().define(name, [`cell ${one.cell.id}`], (given: Given) => given[name]);
  }
  for (const [name, why] of Object.entries(missing))
    module.variable().define(name, [], () => {
      throw new Error(why);
    });

  const isOver = () => pending.size === 0 && [...live.values()].every(({ settled }) => settled);
  await new Promise<void>((resolve) => {
    changed = () => {
      if ([...live.values()].every(({ settled }) => settled)) resolve();
    };
    changed();
  });
  const until = performance.now() + settling;
  do await new Promise((resolve) => setTimeout(resolve, 0));
  while (!isOver() && performance.now() < until);
  for (const one of live.values()) tellOf(one);
  tell({ op: "over" });
}

type Given = Record<string, unknown>;

function defineCell(variable: Variable, one: LiveCell, inputs: Order["inputs"]): void {
  const [name] = one.cell.outputs;
  const given = name !== undefined && Object.hasOwn(inputs, name) ? { value: inputs[name] } : null;
  const { cell, output } = one;
  const display = (value: unknown) => (output.shown.push(value), value);
  shadow(variable, "display", display);
  shadow(variable, "view", (element: HTMLElement) => {
    display(new ShownInput(element, given));
    return input(element);
  });
  shadow(variable, "saveDataset", (name: unknown, table: unknown) => offered(name, table));
  const run = evaluateCell(cell);
  const begin = (...values: unknown[]) => {
    one.started = performance.now();
    Object.assign(output, noOutput());
    return run(...values);
  };
  variable.define(cell.outputs.length > 0 ? `cell ${cell.id}` : null, cell.inputs, begin);
}

/** A run without a page saves nothing; it says what the page would offer. */
function offered(name: unknown, table: unknown): HTMLElement {
  const rows = Array.isArray(table) ? table.length : isTable(table) ? table.numRows() : null;
  if (typeof name !== "string" || rows === null) throw new TypeError("saveDataset needs a name and a table.");
  const line = document.createElement("p");
  line.textContent = `${name}: ${rows.toLocaleString("en")} rows, which the notebook's page offers to save.`;
  return line;
}
