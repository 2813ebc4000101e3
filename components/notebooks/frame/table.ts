import { exact, integer } from "@/lib/format";
import type { TableLike } from "@/lib/notebooks/runtime/table-like";
import { sortedRows } from "./sort-rows";
import { valueText } from "@/lib/notebooks/runtime/value-text";

/** Of a table so many rows are in the document, around those that are seen. */
const drawn = 40;
/** A browser lays out no more than this many pixels: beyond it rows are reached by the share of the way. */
const highest = 10_000_000;
const columnsAtOnce = 100;

/** A table of any number of rows: those in sight are drawn, a click on a head sorts. */
export function tableElement(table: TableLike): HTMLElement {
  const names = table.columnNames();
  const count = table.numRows();
  const view = { order: null as ArrayLike<number> | null, sort: null as Sort | null, from: 0 };
  const box = document.createElement("div");
  box.className = "table-box";
  const scroll = box.appendChild(document.createElement("div"));
  scroll.className = "scroll rows";
  scroll.tabIndex = 0;
  scroll.role = "region";
  scroll.ariaLabel = `Table of ${integer(count)} rows`;
  const element = scroll.appendChild(document.createElement("table"));
  element.className = "t dense";
  element.ariaRowCount = String(count + 1);
  const head = element.createTHead().insertRow();
  const body = element.createTBody();
  const shown = () => names.slice(view.from, view.from + columnsAtOnce);
  const isNumeric = new Map(names.map((name) => [name, holdsNumbers(table, name)]));

  function drawRows(): void {
    const token = getComputedStyle(document.documentElement).getPropertyValue("--row-dense");
    const rowHeight = Number.parseFloat(token);
    const space = Math.min(count * rowHeight, highest);
    const way = Math.max(1, space - scroll.clientHeight);
    const share = Math.min(1, scroll.scrollTop / way);
    const seen = Math.ceil((scroll.clientHeight || drawn * rowHeight) / rowHeight);
    const top = Math.round(share * Math.max(0, count - seen));
    const first = Math.max(0, Math.min(top - (drawn - seen) / 2, count - drawn)) | 0;
    const last = Math.min(count, first + Math.max(drawn, seen));
    const above = Math.max(0, scroll.scrollTop - (top - first) * rowHeight);
    const rows = Array.from({ length: last - first }, (_, i) => rowOf(first + i));
    const room = (height: number) => {
      const row = document.createElement("tr");
      row.ariaHidden = "true";
      row.className = "room";
      row.insertCell().colSpan = shown().length;
      row.style.height = `${Math.max(0, height)}px`;
      return row;
    };
    const isWhole = last - first === count;
    const parts = isWhole ? rows : [room(above), ...rows, room(space - above - rows.length * rowHeight)];
    body.replaceChildren(...parts);
  }

  function rowOf(place: number): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.ariaRowIndex = String(place + 2);
    for (const name of shown()) {
      const cell = row.insertCell();
      const text = cellText(table.get(name, view.order?.[place] ?? place));
      cell.textContent = text;
      if (text.length > 30) cell.title = text;
      if (isNumeric.get(name)) cell.className = "r";
    }
    return row;
  }

  function sortBy(name: string): void {
    const isSame = view.sort?.name === name;
    const next = { name, isDescending: isSame };
    view.sort = isSame && view.sort?.isDescending ? null : next;
    const { sort } = view;
    view.order = sort && sortedRows(count, (row) => table.get(sort.name, row), sort.isDescending);
    drawHead();
    drawRows();
  }

  function drawHead(): void {
    head.replaceChildren(
      ...shown().map((name) => {
        const cell = document.createElement("th");
        cell.scope = "col";
        if (isNumeric.get(name)) cell.className = "r";
        const button = cell.appendChild(document.createElement("button"));
        button.type = "button";
        button.textContent = name;
        button.addEventListener("click", (event) => event.isTrusted && sortBy(name));
        if (view.sort?.name === name) {
          cell.ariaSort = view.sort.isDescending ? "descending" : "ascending";
          button.append(view.sort.isDescending ? " ↓" : " ↑");
        }
        return cell;
      }),
    );
  }

  drawHead();
  drawRows();
  scroll.addEventListener("scroll", () => requestAnimationFrame(drawRows));
  const redraw = () => (drawHead(), drawRows());
  box.append(footOf({ count, columns: names.length, view, redraw }));
  return box;
}

type Sort = { name: string; isDescending: boolean };
type Foot = { count: number; columns: number; view: { from: number }; redraw: () => void };

/** How large the table is, and, where it has more columns than are drawn at once, the way to the others. */
function footOf({ count, columns, view, redraw }: Foot): HTMLElement {
  const foot = document.createElement("p");
  foot.className = "out-foot";
  const size = foot.appendChild(document.createElement("span"));
  const tell = () => {
    const last = Math.min(columns, view.from + columnsAtOnce);
    const which = columns > columnsAtOnce ? `, ${integer(view.from + 1)}–${integer(last)} shown` : "";
    size.textContent = `${integer(count)} rows × ${integer(columns)} columns${which}`;
  };
  tell();
  if (columns <= columnsAtOnce) return foot;
  for (const [label, by] of [
    ["Columns before", -columnsAtOnce],
    ["Columns after", columnsAtOnce],
  ] as const) {
    const button = foot.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "btn-link";
    button.textContent = label;
    button.addEventListener("click", () => {
      const to = view.from + by;
      if (to < 0 || to >= columns) return;
      view.from = to;
      tell();
      redraw();
    });
  }
  return foot;
}

/** Whether the first values of a column that are there are numbers. */
function holdsNumbers(table: TableLike, name: string): boolean {
  for (let row = 0; row < Math.min(drawn, table.numRows()); row++) {
    const value = table.get(name, row);
    if (value !== null && value !== undefined) return typeof value === "number" || typeof value === "bigint";
  }
  return false;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value === "number") return exact(value);
  return value instanceof Date ? value.toISOString().replace("T00:00:00.000Z", "") : valueText(value);
}
