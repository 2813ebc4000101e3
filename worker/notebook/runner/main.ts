import { cellScope } from "@/lib/notebooks/runtime/cell-scope";
import { housePlot, type Colours } from "@/lib/notebooks/runtime/house-plot";
import type { FromRunner, ToRunner } from "@/lib/notebooks/runs/runner-protocol";
import { ShownTable } from "./cell-output";
import { installDocument } from "./dom";
import { lockDown, settleChance } from "./lock-down";
import { runCells } from "./run-cells";

/** How wide a chart is of which nobody says it, in pixels. */
const chartWidth = 640;

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** Runs the cells of one notebook in a process that can do nothing else, and tells what they show. */
function main(): void {
  const channel = process;
  const tell = (message: FromRunner) => void channel.send!(message);
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  const ask = (request: Extract<FromRunner, { op: "ask" }>["request"]) =>
    new Promise((resolve, reject) => {
      const n = ++asked;
      waiting.set(n, { resolve, reject });
      tell({ op: "ask", n, request });
    });
  channel.on("message", (message: ToRunner) => {
    if (message.op === "run") return start(message);
    const asker = waiting.get(message.n);
    waiting.delete(message.n);
    if (message.ok) asker?.resolve(message.value);
    else asker?.reject(new Error(message.message));
  });
  // a promise of a cell's own that nobody waits for ends nothing
  channel.on("unhandledRejection", () => undefined);
  channel.on("uncaughtException", () => undefined);
  channel.on("disconnect", () => channel.exit());
  installDocument();
  lockDown();

  function start(order: Extract<ToRunner, { op: "run" }>): void {
    settleChance(order);
    const scope = cellScope({
      ask,
      Plot: housePlot({ width: () => chartWidth, coloursFor }),
      sqlTable: (table) => new ShownTable(table),
      width: () => chartWidth,
      now: () => order.now,
    });
    void runCells(order, { scope, tell });
  }
}

/** The product's colours for few values; the page's style says what they are. */
function coloursFor({ type, domain }: { type?: string | null; domain?: Iterable<unknown> }): Colours | null {
  if (type !== "ordinal" && type !== "categorical") return null;
  const count = [...(domain ?? [])].length;
  return count > 0 && count <= 10
    ? { range: Array.from({ length: count }, (_, i) => `var(--chart-${i + 1})`) }
    : null;
}

main();
