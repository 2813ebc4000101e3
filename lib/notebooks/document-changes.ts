import type { Document } from "./document";
import { isHidden } from "./hidden";
import { isSameCell } from "./same-cell";
import type { Cell } from "./schema";
import { lineEdits, linesOf } from "./text-edits";

/** A line that both texts have, or one of them alone; or how many that both have are left out. */
export type LineChange =
  { kind: "same" | "gone" | "new"; text: string } | { kind: "left out"; lines: number };

/** What became of a cell, by its number in the notebook that has it, the later one first. */
export type CellChange = {
  id: number;
  number: number;
  kind: "added" | "removed" | "changed" | "moved";
  /** Its language, and the one before where that is another. */
  mode: Cell["mode"];
  modeBefore: Cell["mode"] | null;
  /** What was put away or is shown again, in words; null where that is as it was. */
  shown: string | null;
  lines: LineChange[];
};
export type DocumentChanges = { title: { before: string; after: string } | null; cells: CellChange[] };

/** Lines that are shown around those that changed. */
const around = 2;

/** What changed from one text of a notebook to another, cell by cell in the order of the later one. */
export function documentChanges(before: Document, after: Document): DocumentChanges {
  const old = new Map(before.cells.map((cell, i) => [cell.id, { cell, number: i + 1 }]));
  const kept = new Set(after.cells.map(({ id }) => id));
  const stayed = inOrder(after.cells.flatMap(({ id }) => old.get(id)?.number ?? []));
  const cells = after.cells.flatMap((cell, i): CellChange[] => {
    const was = old.get(cell.id);
    const place = { id: cell.id, number: i + 1, mode: cell.mode, shown: shownWords(was?.cell, cell) };
    if (!was) return [{ ...place, kind: "added", modeBefore: null, lines: lineChanges("", cell.source) }];
    const modeBefore = was.cell.mode === cell.mode ? null : was.cell.mode;
    const isSame = isSameCell(cell, was.cell);
    if (isSame && stayed.has(was.number)) return [];
    const isText = was.cell.source !== cell.source;
    const lines = isText ? lineChanges(was.cell.source, cell.source) : [];
    return [{ ...place, kind: isSame ? "moved" : "changed", modeBefore, lines }];
  });
  const removed = before.cells.flatMap((cell, i): CellChange[] => {
    if (kept.has(cell.id)) return [];
    const lines = lineChanges(cell.source, "");
    return [
      { id: cell.id, number: i + 1, kind: "removed", mode: cell.mode, modeBefore: null, shown: null, lines },
    ];
  });
  const title = before.title === after.title ? null : { before: before.title, after: after.title };
  return { title, cells: [...cells, ...removed] };
}

/** What was put away of a cell, or is shown again, in words; null where neither is so. */
function shownWords(before: Cell | undefined, after: Cell): string | null {
  const words = (["code", "output"] as const).flatMap((part) => {
    const [was, is] = [isHidden(before?.hidden, part), isHidden(after.hidden, part)];
    return was === is ? [] : [`${part} ${is ? "hidden" : "shown"}`];
  });
  return words.length > 0 ? words.join(", ") : null;
}

/** The lines of two texts, those of the first before those of the second where they differ. */
export function lineChanges(before: string, after: string): LineChange[] {
  const lines: LineChange[] = [];
  const add = (kind: "same" | "gone" | "new", text: string) =>
    lines.push(...linesOf(text).map((line) => ({ kind, text: line.replace(/\n$/, "") })));
  let at = 0;
  // both end in a line's end, so that a last line is not another one for a line behind it
  const [from, to] = [before, after].map((text) => (text === "" ? "" : `${text}\n`)) as [string, string];
  for (const edit of lineEdits(linesOf(from), linesOf(to))) {
    add("same", from.slice(at, edit.at));
    add("gone", from.slice(edit.at, edit.at + edit.remove));
    add("new", edit.text);
    at = edit.at + edit.remove;
  }
  add("same", from.slice(at));
  return withoutFar(lines);
}

/** Without lines that both texts have far from any that changed; how many these are stays. */
function withoutFar(lines: readonly LineChange[]): LineChange[] {
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== "same");
  const shown: LineChange[] = [];
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1);
    if (isNear(at)) shown.push(line);
    else if (last?.kind === "left out") last.lines += 1;
    else shown.push({ kind: "left out", lines: 1 });
  }
  return shown;
}

/** The longest list of numbers that ascend, in the order in which they stand. */
function inOrder(numbers: readonly number[]): Set<number> {
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    const at = ends.findIndex((end) => end >= number);
    before.set(number, at === -1 ? ends.at(-1) : ends[at - 1]);
    ends[at === -1 ? ends.length : at] = number;
  }
  const found = new Set<number>();
  for (let number = ends.at(-1); number !== undefined; number = before.get(number)) found.add(number);
  return found;
}
