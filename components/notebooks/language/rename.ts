import ts from "typescript";
import type { CellId } from "@/lib/notebooks/graph";
import { outputName } from "@/lib/notebooks/schema";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import { givenPath, pathOf } from "./cell-text";
import {
  checkerOf,
  editsToRename,
  giversOf,
  isOfScope,
  numberOf,
  placesOfGiven,
  placesOfName,
  type Known,
  type NamePlaces,
} from "./name-places";

/** The name to be renamed: the one at a place of a cell, or one that a cell gives. */
export type NameAsked = { id: CellId; at: number } | { name: string };

export type Refused = { ok: false; message: string };
/** A name that can be renamed: how often it stands where, and which SQL cells' tables are called so. */
export type Renameable = { ok: true; name: string; count: number; cells: CellId[] } | Refused;
/** What renaming changes: texts cell by cell, and the names of SQL cells' tables. */
export type Renaming =
  { ok: true; name: string; edits: { cell: CellId; edits: TextEdit[] }[]; outputs: CellId[] } | Refused;

/** Whether and where a name can be renamed. */
export function renameable(known: Known, asked: NameAsked): Renameable {
  const found = placesOf(known, asked);
  if ("message" in found) return { ok: false, message: found.message };
  const cells = new Set([...found.places.map(({ cell }) => cell), ...found.outputs]);
  const count = found.places.length + found.outputs.length;
  return { ok: true, name: found.name, count, cells: known.order.filter((id) => cells.has(id)) };
}

/** What is to be changed so that a name is another one everywhere, or why it cannot be. */
export function renaming(known: Known, asked: NameAsked, to: string): Renaming {
  const found = placesOf(known, asked);
  const message =
    "message" in found ? found.message : (noName(to) ?? tableFault(found, to) ?? clashOf(known, found, to));
  if ("message" in found || message) return { ok: false, message: message! };
  return { ok: true, name: found.name, edits: editsToRename(found, to), outputs: found.outputs };
}

function placesOf(known: Known, asked: NameAsked) {
  return "name" in asked ? placesOfGiven(known, asked.name) : placesOfName(known, asked.id, asked.at);
}

const outsideOfTokens = new Set(["eval", "arguments", "await", "undefined", "async", "of"]);

/** Why a text is no name; null where it is one. */
export function noName(to: string): string | null {
  if (to === "") return "Type a name.";
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, to);
  const kind = scanner.scan();
  const isWhole = scanner.getTokenEnd() === to.length && !scanner.hasUnicodeEscape();
  const { FirstReservedWord, LastFutureReservedWord } = ts.SyntaxKind;
  if (isWhole && ((kind >= FirstReservedWord && kind <= LastFutureReservedWord) || outsideOfTokens.has(to)))
    return `${to} is a word of the language. Choose another name.`;
  const isName = isWhole && (kind === ts.SyntaxKind.Identifier || kind > LastFutureReservedWord);
  return isName ? null : `${to} is no name: letters, digits, _ and $, and no digit first.`;
}

function tableFault({ outputs }: NamePlaces, to: string): string | null {
  const isFine = outputs.length === 0 || outputName.safeParse(to).success;
  return isFine
    ? null
    : `The table of a SQL cell is named by letters from A to Z, digits, _ and $, not ${to}.`;
}

/** What already has the new name, where it would be taken for the renamed one, or the other way. */
function clashOf(known: Known, { name, places, isShared }: NamePlaces, to: string): string | null {
  if (to === name) return null;
  const touched = new Set(places.map(({ cell }) => cell));
  const other = `Choose another name.`;
  if (isShared) {
    const [giver] = giversOf(known, to);
    if (giver !== undefined) return `${to} is given by cell ${numberOf(known, giver)} already. ${other}`;
  }
  const origin = originOf(known, to);
  if (origin && isOfScope(origin)) return `${to} is known to every cell. ${other}`;
  const isBrowsers = origin?.includes("/lib.dom") ?? false;
  if (origin && origin !== givenPath && !isBrowsers) return `${to} is known to JavaScript itself. ${other}`;
  const readers = isBrowsers && isShared ? known.order : known.order.filter((id) => touched.has(id));
  const standing = readers.find((id) => stands(known, id, to, { isDeclared: isShared && !isBrowsers }));
  return standing === undefined
    ? null
    : `${to} already means something else in cell ${numberOf(known, standing)}. ${other}`;
}

/** The file of what every cell knows by a name. */
function originOf(known: Known, name: string): string | undefined {
  const symbol = checkerOf(known).resolveName(name, undefined, ts.SymbolFlags.Value, false);
  return symbol?.declarations?.[0]?.getSourceFile().fileName;
}

/** Whether a cell has a variable of this name, or, where none of its own is asked for, uses one. */
function stands({ service, made }: Known, id: CellId, name: string, { isDeclared }: { isDeclared: boolean }) {
  const file = service.getProgram()?.getSourceFile(pathOf(id));
  if (!file || !made.get(id)?.cell.source.includes(name)) return false;
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name && !isProperty(node) && (!isDeclared || declares(node))) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(file);
}

function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertySignature(parent)) &&
      parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ts.isExportSpecifier(parent)
  );
}

function declares(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isClassExpression(parent)) &&
    parent.name === node
  );
}
