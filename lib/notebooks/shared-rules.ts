import * as Y from "yjs";
import { limits } from "@/lib/limits";
import { toHtml } from "./document";
import { hiddenParts } from "./hidden";
import { isPosition } from "./position";
import { cellModes, outputName } from "./schema";
import { documentOf, isCell, sharedAbout, sharedCells, type SharedCell } from "./shared-document";

/** Applies an update to a shared notebook; the answer says what is wrong with it, `null` where nothing is. */
export function applyChecked(doc: Y.Doc, update: Uint8Array, origin?: unknown): string | null {
  const [cells, about] = [sharedCells(doc), sharedAbout(doc)];
  let fault: string | null = null;
  const check = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const event of events) fault ??= faultOfEvent(event, cells, about);
  };
  cells.observeDeep(check);
  about.observeDeep(check);
  try {
    Y.applyUpdate(doc, update, origin);
  } catch {
    return "What was sent is no change of a notebook.";
  } finally {
    cells.unobserveDeep(check);
    about.unobserveDeep(check);
  }
  return fault ?? faultOfWhole(doc);
}

/** What is wrong with the whole: parts that are not a notebook's, changes that lack others, its size. */
function faultOfWhole(doc: Y.Doc): string | null {
  if ([...doc.share.keys()].some((name) => name !== "cells" && name !== "about"))
    return "A notebook has no such part.";
  if (doc.store.pendingStructs || doc.store.pendingDs) return "Changes before this one are missing.";
  let [characters, alive] = [0, 0];
  for (const cell of sharedCells(doc).values()) {
    const { length } = cell.get("source") as Y.Text;
    if (length > limits.cellCharacters)
      return `A cell may have at most ${limits.cellCharacters.toLocaleString("en")} characters.`;
    characters += length;
    if (!cell.get("deleted")) alive += 1;
  }
  if (alive > limits.notebookCells) return `A notebook may have at most ${limits.notebookCells} cells.`;
  if (sharedCells(doc).size > limits.notebookCellsEver) return "This notebook's history has too many cells.";
  if (characters > limits.notebookBytes / 8 && bytesOf(doc) > limits.notebookBytes)
    return `A notebook may have at most ${limits.notebookBytes / 2 ** 20} MB.`;
  return null;
}

/** Measured where it can matter: a character takes at most eight bytes of the file, with its indent. */
const bytesOf = (doc: Y.Doc) => new TextEncoder().encode(toHtml(documentOf(doc))).length;

function faultOfEvent(
  event: Y.YEvent<Y.AbstractType<unknown>>,
  cells: Y.Map<SharedCell>,
  about: Y.Map<unknown>,
): string | null {
  const { target } = event;
  if (target instanceof Y.Text) return faultOfText(event.delta);
  if (event.delta.length > 0) return "A notebook is no list.";
  for (const [key, { action }] of event.changes.keys) {
    const fault =
      target === cells
        ? faultOfNewCell(cells, key, action)
        : target === about
          ? faultOfTitle(key, about.get(key))
          : faultOfField(key, action, (target as SharedCell).get(key));
    if (fault) return fault;
  }
  return null;
}

/** Cells come, and never go or give way to others: they are marked. */
function faultOfNewCell(cells: Y.Map<SharedCell>, key: string, action: string): string | null {
  if (action !== "add") return "A cell is never taken out of a notebook.";
  const id = Number(key);
  if (!/^[1-9]\d{0,15}$/.test(key) || !Number.isSafeInteger(id)) return "A cell's id is a whole number.";
  const cell = cells.get(key);
  if (!isCell(cell)) return "A cell has a text.";
  for (const [name, value] of cell) {
    const fault = name === "source" ? null : faultOfField(name, "add", value);
    if (fault) return fault;
  }
  return faultOfText((cell.get("source") as Y.Text).toDelta() as Delta);
}

function faultOfField(name: string, action: string, value: unknown): string | null {
  const isGone = action === "delete";
  if (name === "mode" && cellModes.some((mode) => mode === value)) return null;
  if (name === "position" && isPosition(value)) return null;
  if (name === "deleted" && (isGone || typeof value === "boolean")) return null;
  if (name === "output" && (isGone || outputName.safeParse(value).success)) return null;
  if (name === "hidden" && (isGone || hiddenParts.some((hidden) => hidden === value))) return null;
  return name === "source" ? "A cell's text is never replaced." : `A cell cannot have this as its ${name}.`;
}

function faultOfTitle(key: string, title: unknown): string | null {
  const isTitle = typeof title === "string" && title.trim() !== "" && title.length <= 200;
  return key === "title" && isTitle ? null : "A title has 1 to 200 characters.";
}

type Delta = { insert?: unknown; attributes?: object }[];

/** A text is letters and LF: nothing else can be put into it, and it has no formats. */
function faultOfText(delta: Delta): string | null {
  for (const { insert, attributes } of delta) {
    if (attributes) return "A cell's text has no formats.";
    if (insert !== undefined && (typeof insert !== "string" || insert.includes("\r")))
      return "A cell's text is letters, and its lines end in LF.";
  }
  return null;
}
