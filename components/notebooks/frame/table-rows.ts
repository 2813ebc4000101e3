import { cellWords } from "./cell-words";
import type { TableView } from "./table-view";

/** Of a table so many rows are in the document, around those that are seen. */
export const drawnRows = 40;
/** A browser lays out no more than this many pixels: beyond it rows are reached by the share of the way. */
const highest = 10_000_000;

type Parts = {
  scroll: HTMLElement;
  element: HTMLTableElement;
  view: TableView;
  /** The columns that are shown. */
  names: () => readonly string[];
  isNumeric: ReadonlyMap<string, boolean>;
};

/** Draws the rows of a table that are in sight, with room for the others above and below. */
export function rowsDrawer({ scroll, element, view, names, isNumeric }: Parts): { draw: () => void } {
  const body = element.createTBody();

  function draw(): void {
    const count = view.shown();
    element.ariaRowCount = String(count + 1);
    const token = getComputedStyle(document.documentElement).getPropertyValue("--row-dense");
    const height = Number.parseFloat(token);
    const space = Math.min(count * height, highest);
    const inner = scroll.clientHeight - (element.tHead?.offsetHeight ?? 0);
    const seen = inner > 0 ? inner / height : drawnRows;
    const share = Math.min(1, scroll.scrollTop / Math.max(1, space - inner));
    const top = Math.round(share * Math.max(0, count - Math.floor(seen)));
    const first = Math.max(0, Math.min(top - (drawnRows - seen) / 2, count - drawnRows)) | 0;
    const last = Math.min(count, first + Math.max(drawnRows, Math.ceil(seen)));
    const above = Math.max(0, scroll.scrollTop - (top - first) * height);
    const rows = Array.from({ length: last - first }, (_, i) => rowElement(first + i));
    const below = space - above - rows.length * height;
    const isWhole = last - first === count;
    body.replaceChildren(...(isWhole ? rows : [room(above), ...rows, room(below)]));
  }

  function room(height: number): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.ariaHidden = "true";
    row.className = "room";
    row.insertCell().colSpan = names().length;
    row.style.height = `${Math.max(0, height)}px`;
    return row;
  }

  function rowElement(place: number): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.ariaRowIndex = String(place + 2);
    const at = view.rowAt(place);
    for (const name of names()) {
      const cell = row.insertCell();
      const text = cellWords(view.valueAt(name, at));
      cell.textContent = text;
      if (text.length > 30) cell.title = text;
      if (isNumeric.get(name)) cell.className = "r";
    }
    return row;
  }

  scroll.addEventListener("scroll", () => requestAnimationFrame(draw));
  return { draw };
}
