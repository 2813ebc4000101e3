import * as Y from "yjs";
import type { Document } from "./document";
import type { CellId } from "./graph";
import { hiddenParts, type Hidden } from "./hidden";
import { firstPositions, isPosition, positionBetween } from "./position";
import { cellModes, type Cell, type CellMode } from "./schema";
import { cleanText, type TextEdit } from "./text-edits";

/**
 * One cell of a shared notebook: `mode`, `position`, `source` (a text that is never replaced), `output`,
 * `hidden`, and `deleted`, a mark: a cell never leaves the map, so that what others type into it is not lost.
 */
export type SharedCell = Y.Map<unknown>;

/** Gives a number from 0 to below 1. */
export type Chance = () => number;

/** The cells of a shared notebook by their ids as text. */
export function sharedCells(doc: Y.Doc): Y.Map<SharedCell> {
  return doc.getMap("cells");
}

/** What a shared notebook says of itself: its title. */
export function sharedAbout(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap("about");
}

/** A shared notebook that begins its history with a document. */
export function sharedFrom(document: Document, chance: Chance = Math.random): Y.Doc {
  const doc = new Y.Doc();
  const positions = firstPositions(document.cells.length, chance);
  doc.transact(() => {
    sharedAbout(doc).set("title", document.title);
    document.cells.forEach((cell, i) => addCell(doc, cell, positions[i]!));
  });
  return doc;
}

/** The document that a shared notebook stands for now. */
export function documentOf(doc: Y.Doc): Document {
  return { title: titleOf(doc), cells: orderOf(doc).map((id) => cellOf(doc, id)!) };
}

/** The title of a shared notebook. */
export function titleOf(doc: Y.Doc): string {
  const title = sharedAbout(doc).get("title");
  return typeof title === "string" && title.trim() !== "" ? title : "Untitled";
}

/** The ids of the cells that are not deleted, in their order. */
export function orderOf(doc: Y.Doc): CellId[] {
  const placed: { id: CellId; key: string; position: string }[] = [];
  for (const [key, cell] of sharedCells(doc))
    if (isCell(cell) && !cell.get("deleted"))
      placed.push({ id: Number(key), key, position: positionOf(cell) });
  placed.sort((a, b) => compare(a.position, b.position) || compare(a.key, b.key));
  return placed.map(({ id }) => id);
}

/** A cell as the page knows it, deleted or not; null where there is none. */
export function cellOf(doc: Y.Doc, id: CellId): Cell | null {
  const cell = sharedCells(doc).get(String(id));
  if (!isCell(cell)) return null;
  const [output, hidden] = [cell.get("output"), hiddenOf(cell)];
  const source = sourceOf(doc, id)!.toString();
  return {
    ...{ id, mode: modeOf(cell), source },
    ...(typeof output === "string" ? { output } : {}),
    ...(hidden ? { hidden } : {}),
  };
}

/** Whether a cell is there and not deleted. */
export function isAlive(doc: Y.Doc, id: CellId): boolean {
  const cell = sharedCells(doc).get(String(id));
  return isCell(cell) && !cell.get("deleted");
}

/** A cell's text, for who binds an editor to it; null where there is no such cell. */
export function sourceOf(doc: Y.Doc, id: CellId): Y.Text | null {
  const source = sharedCells(doc).get(String(id))?.get("source");
  return source instanceof Y.Text ? source : null;
}

/** Whether a value of the map is a cell that can be shown. */
export function isCell(cell: unknown): cell is SharedCell {
  return cell instanceof Y.Map && cell.get("source") instanceof Y.Text;
}

/** Puts a cell after another one, at the beginning for `null`. */
export function insertCell(doc: Y.Doc, cell: Cell, after: CellId | null, chance: Chance = Math.random): void {
  doc.transact(() => addCell(doc, cell, gapAfter(doc, after, null, chance)));
}

/** Moves a cell to behind another one, to the beginning for `null`. */
export function moveCell(doc: Y.Doc, id: CellId, after: CellId | null, chance: Chance = Math.random): void {
  const cell = sharedCells(doc).get(String(id));
  if (cell) doc.transact(() => cell.set("position", gapAfter(doc, after, id, chance)));
}

/** Marks a cell as deleted, or takes the mark away: it comes back with what others wrote meanwhile. */
export function markDeleted(doc: Y.Doc, id: CellId, isDeleted: boolean): void {
  const cell = sharedCells(doc).get(String(id));
  if (cell && Boolean(cell.get("deleted")) !== isDeleted) cell.set("deleted", isDeleted);
}

/** Changes a cell's language, the name of its output, or its hidden parts; its text stays the same. */
export function changeCell(doc: Y.Doc, id: CellId, next: Pick<Cell, "mode" | "output" | "hidden">): void {
  const cell = sharedCells(doc).get(String(id));
  if (!cell) return;
  doc.transact(() => {
    if (modeOf(cell) !== next.mode) cell.set("mode", next.mode);
    for (const name of ["output", "hidden"] as const) {
      if (cell.get(name) === next[name]) continue;
      if (next[name] === undefined) cell.delete(name);
      else cell.set(name, next[name]);
    }
  });
}

/** Changes a cell's text by edits in the order of their places, which are those of the text before. */
export function editSource(doc: Y.Doc, id: CellId, edits: readonly TextEdit[]): void {
  const source = sourceOf(doc, id);
  if (!source || edits.length === 0) return;
  doc.transact(() => {
    for (const { at, remove, text } of edits.toReversed()) {
      if (remove > 0) source.delete(at, remove);
      if (text !== "") source.insert(at, cleanText(text));
    }
  });
}

/** Gives a notebook another title. */
export function setTitle(doc: Y.Doc, title: string): void {
  if (titleOf(doc) !== title) sharedAbout(doc).set("title", title);
}

function addCell(doc: Y.Doc, { id, mode, source, output, hidden }: Cell, position: string): void {
  const cell: SharedCell = new Y.Map();
  cell.set("mode", mode);
  cell.set("position", position);
  cell.set("source", new Y.Text(cleanText(source)));
  if (output !== undefined) cell.set("output", output);
  if (hidden !== undefined) cell.set("hidden", hidden);
  sharedCells(doc).set(String(id), cell);
}

/** A position right behind a cell, as if the cell that moves were not there. */
function gapAfter(doc: Y.Doc, after: CellId | null, moving: CellId | null, chance: Chance): string {
  const order = orderOf(doc).filter((id) => id !== moving);
  const at = after === null ? 0 : order.indexOf(after) + 1;
  const place = (i: number) => {
    const cell = order[i] === undefined ? undefined : sharedCells(doc).get(String(order[i]));
    return cell ? positionOf(cell) : null;
  };
  const before = place(at - 1);
  if (before !== null && before === place(at)) spread(doc, order, at, chance);
  return positionBetween(before, place(at), chance);
}

/** Gives the cells that share a position with the one before them positions of their own, in their order. */
function spread(doc: Y.Doc, order: readonly CellId[], from: number, chance: Chance): void {
  const cells = order.map((id) => sharedCells(doc).get(String(id))!);
  const shared = positionOf(cells[from - 1]!);
  const next = cells.slice(from).find((cell) => positionOf(cell) !== shared);
  let before = shared;
  for (const cell of cells.slice(from)) {
    if (positionOf(cell) !== shared) break;
    before = positionBetween(before, next ? positionOf(next) : null, chance);
    cell.set("position", before);
  }
}

/** Something that is no position stands behind all others, where it can be moved from. */
function positionOf(cell: SharedCell): string {
  const position = cell.get("position");
  return isPosition(position) ? position : "y";
}

function modeOf(cell: SharedCell): CellMode {
  return cellModes.find((mode) => mode === cell.get("mode")) ?? "ts";
}

function hiddenOf(cell: SharedCell): Hidden | undefined {
  return hiddenParts.find((hidden) => hidden === cell.get("hidden"));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
