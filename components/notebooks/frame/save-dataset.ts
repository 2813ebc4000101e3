import * as aq from "arquero";
import { integer } from "@/lib/format";
import { keepAs } from "./kept-as";
import { offer } from "./page";
import type { Table } from "@/lib/notebooks/runtime/cell-scope";

/**
 * What a cell knows as `saveDataset`: it offers a table under a name, which the page shows as a button.
 *
 * @param offers takes the number of each offer, so that they end when the cell runs again
 */
export function saveDatasetOf(cell: { id: number; version: number }, offers: number[]) {
  return function saveDataset(name: string, table: Table | object[]): HTMLElement {
    if (typeof name !== "string" || name.trim() === "")
      throw new TypeError("saveDataset needs a name first.");
    const rows = Array.isArray(table) ? (aq.from(table) as Table) : table;
    if (typeof rows?.numRows !== "function")
      throw new TypeError("saveDataset needs a table of Arquero's, or a list of objects.");
    const [count, columns] = [rows.numRows(), rows.numCols()];
    const arrow = () => aq.toArrowIPC(rows, { format: "stream" });
    offers.push(offer(cell, { name, rows: count, columns, arrow }));
    const note = document.createElement("p");
    note.className = "out-foot";
    const size = `${integer(count)} rows × ${integer(columns)} columns`;
    note.textContent = `${name}: ${size}, to be saved by the button below.`;
    const kept = `${name}: ${size}. Run the cell to save it.`.slice(0, 1_000);
    return keepAs(note, () => ({ kind: "note", text: kept }));
  };
}
