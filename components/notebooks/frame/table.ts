import { integer } from "@/lib/format";
import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { summaryElement } from "./column-bars";
import { summarize } from "./column-summary";
import { makeSavable } from "./savable";
import { createSlices } from "./slices";
import { columnsAtOnce } from "./table-columns";
import { tableFile } from "./table-file";
import { tableFoot } from "./table-foot";
import { tableHead } from "./table-head";
import { drawnRows, rowsDrawer } from "./table-rows";
import { tableView } from "./table-view";

/** What tables of this frame do that takes long, one after the other. */
const inSlices = createSlices();

/**
 * A table of any number of rows: those in sight are drawn, a click on a head sorts, what is written above a
 * column filters. Heads of tables that do not fit say what their columns hold.
 */
export function tableElement(table: TableLike): HTMLElement {
  const names = table.columnNames();
  const box = document.createElement("div");
  box.className = "table-box";
  const isThere = () => box.isConnected;
  let from = 0;
  const shown = () => names.slice(from, from + columnsAtOnce);
  const view = tableView(table, { inSlices, isThere, changed: () => (rows.draw(), foot.tell()) });
  const scroll = box.appendChild(document.createElement("div"));
  scroll.className = "scroll rows";
  scroll.tabIndex = 0;
  scroll.role = "region";
  scroll.ariaLabel = `Table of ${integer(view.count)} rows`;
  const element = scroll.appendChild(document.createElement("table"));
  element.className = "t dense";
  const isNumeric = new Map(names.map((name) => [name, holdsNumbers(table, name)]));
  const head = tableHead(element.createTHead(), { view, isNumeric, changed: () => rows.draw() });
  const rows = rowsDrawer({ scroll, element, view, names: shown, isNumeric });
  const foot = tableFoot({
    view,
    columns: names.length,
    from: () => from,
    show(first) {
      from = first;
      draw();
    },
    filter: (isOpen) => head.filter(isOpen),
  });

  /** Says of the columns that are shown what they hold; given up when others are, or the table is gone. */
  const asked = new Set<string>();
  function summarizeShown(): void {
    if (view.count <= drawnRows) return;
    const first = from;
    const isWanted = () => isThere() && from === first;
    for (const name of shown()) {
      if (asked.has(name)) continue;
      asked.add(name);
      const valueAt = (row: number) => view.valueAt(name, row);
      const steps = summarize(view.count, valueAt, (summary) => head.sum(name, summaryElement(summary)));
      const given = (isDone: boolean) => void (isDone || asked.delete(name));
      // what cannot be summed up is shown without
      inSlices(steps, { isWanted }).then(given, () => undefined);
    }
  }

  function draw(): void {
    head.draw(shown());
    rows.draw();
    foot.tell();
    if (box.isConnected) summarizeShown();
  }

  draw();
  box.append(foot.element);
  // hears when the table comes into the document, and again whenever it comes back
  new ResizeObserver(() => box.isConnected && summarizeShown()).observe(box);
  makeSavable(box, { kind: "table", make: (as) => tableFile({ names, view, as, inSlices, isThere }) });
  return box;
}

/** Whether the first values of a column that are there are numbers. */
function holdsNumbers(table: TableLike, name: string): boolean {
  for (let row = 0; row < Math.min(drawnRows, table.numRows()); row++) {
    const value = valueOf(table, name, row);
    if (value !== null && value !== undefined) return typeof value === "number" || typeof value === "bigint";
  }
  return false;
}

function valueOf(table: TableLike, name: string, row: number): unknown {
  try {
    return table.get(name, row);
  } catch {
    return null; // its place says what was thrown
  }
}
