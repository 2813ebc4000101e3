import type * as Y from "yjs";
import { newCellId } from "./cell-id";
import type { Document } from "./document";
import type { CellId } from "./graph";
import type { Cell } from "./schema";
import {
  cellOf,
  changeCell,
  documentOf,
  editSource,
  insertCell,
  isAlive,
  markDeleted,
  moveCell,
  orderOf,
  setTitle,
  type Chance,
} from "./shared-document";
import { cleanText, editsBetween, rebaseEdits } from "./text-edits";

/** What leads from one document to another; `base` is what its maker had before them. */
export type Difference = { base: Document; target: Document };

/**
 * Changes a shared notebook as somebody changed a document that they had: what they did not change stays
 * as it is now, also where others changed it meanwhile, and no text is replaced.
 *
 * @returns the ids under which new cells were put, where another cell has theirs
 */
export function applyDifference(
  doc: Y.Doc,
  { base, target }: Difference,
  chance: Chance = Math.random,
): Map<CellId, CellId> {
  const had = new Map(base.cells.map((cell) => [cell.id, cell]));
  const wanted = new Set(target.cells.map(({ id }) => id));
  const renamed = new Map<CellId, CellId>();
  doc.transact(() => {
    if (target.title !== base.title) setTitle(doc, target.title);
    for (const { id } of base.cells) if (!wanted.has(id)) markDeleted(doc, id, true);
    const moved = movedCells(base, target);
    let before: CellId | null = null;
    for (const cell of target.cells) {
      const old = had.get(cell.id);
      const id: CellId = old ? cell.id : addAfter(doc, cell, before, chance);
      if (id !== cell.id) renamed.set(cell.id, id);
      if (old) changeAs(doc, old, cell);
      if (old && moved.has(id) && isAlive(doc, id)) moveCell(doc, id, before, chance);
      if (isAlive(doc, id)) before = id;
    }
  });
  return renamed;
}

/** Makes a shared notebook equal to a document, by differences. */
export function becomeDocument(doc: Y.Doc, target: Document, chance: Chance = Math.random): void {
  applyDifference(doc, { base: documentOf(doc), target }, chance);
}

/** Puts a cell that its maker's base lacks; one that was deleted here comes back, with that text. */
function addAfter(doc: Y.Doc, cell: Cell, after: CellId | null, chance: Chance): CellId {
  const known = cellOf(doc, cell.id);
  if (known && !isAlive(doc, cell.id)) {
    markDeleted(doc, cell.id, false);
    changeAs(doc, known, cell);
    moveCell(doc, cell.id, after, chance);
    return cell.id;
  }
  const id = known ? newCellId(chance) : cell.id;
  insertCell(doc, { ...cell, id }, after, chance);
  return id;
}

/** Does to a cell what was done to it between two of its versions. A cell that was changed is alive. */
function changeAs(doc: Y.Doc, old: Cell, next: Cell): void {
  const now = cellOf(doc, next.id);
  if (!now) return;
  const mode = old.mode === next.mode ? now.mode : next.mode;
  const output = old.output === next.output ? now.output : next.output;
  const hidden = old.hidden === next.hidden ? now.hidden : next.hidden;
  const [before, after] = [cleanText(old.source), cleanText(next.source)];
  if (before !== after) {
    editSource(doc, next.id, rebaseEdits(editsBetween(before, after), before, now.source));
    markDeleted(doc, next.id, false);
  }
  changeCell(doc, next.id, { mode, output, hidden });
}

/** The fewest cells of both documents whose move leads from the order of the one to that of the other. */
function movedCells(base: Document, target: Document): Set<CellId> {
  const places = new Map(base.cells.map(({ id }, i) => [id, i]));
  const common = target.cells.flatMap(({ id }) => (places.has(id) ? [id] : []));
  const staying = longestRise(common.map((id) => places.get(id)!));
  return new Set(common.filter((_, i) => !staying.has(i)));
}

/** Places of the longest rising list within a list of different numbers. */
function longestRise(values: readonly number[]): Set<number> {
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  values.forEach((value, i) => {
    const at = ends.findIndex((end) => values[end]! > value);
    const length = at < 0 ? ends.length : at;
    before[i] = ends[length - 1];
    ends[length] = i;
  });
  const rise = new Set<number>();
  for (let i = ends.at(-1); i !== undefined; i = before[i]) rise.add(i);
  return rise;
}

/** Whether a shared notebook says the same as a document. */
export function isSame(doc: Y.Doc, document: Document): boolean {
  const ids = orderOf(doc);
  return ids.length === document.cells.length && JSON.stringify(documentOf(doc)) === JSON.stringify(document);
}
