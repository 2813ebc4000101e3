import ts from "typescript";
import type { CellId } from "@/lib/notebooks/graph";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import { givenPath, pathOf, scopePath, type Made } from "./cell-text";

/** The cells as the language service knows them, in their order. */
export type Known = {
  service: ts.LanguageService;
  made: ReadonlyMap<CellId, Made>;
  order: readonly CellId[];
};

/** Where a name stands: a place in a cell, with what is to stand before it when it is renamed. */
export type NamePlace = { cell: CellId; at: number; before: string };

/** A name, everywhere where it stands, and the SQL cells whose table is called so. */
export type NamePlaces = {
  name: string;
  places: NamePlace[];
  outputs: CellId[];
  /** Whether other cells may see it; else it is known in its cell alone. */
  isShared: boolean;
};

/** Where the name at a place of a cell stands in all cells, or why that cannot be said. */
export function placesOfName(known: Known, id: CellId, at: number): NamePlaces | { message: string } {
  const { service, made } = known;
  const file = service.getProgram()?.getSourceFile(pathOf(id));
  const node = file && identifierAt(file, at);
  if (!node || node.getStart(file) >= (made.get(id)?.cell.source.length ?? 0))
    return { message: "Put the caret on a name to rename it." };
  const name = node.text;
  const symbol = symbolOf(known, node);
  const origin = symbol?.declarations?.[0]?.getSourceFile().fileName;
  if (!symbol || !origin) return { message: `${name} is not defined, so that there is nothing to rename.` };
  if (symbol.flags & (ts.SymbolFlags.ClassMember | ts.SymbolFlags.EnumMember))
    return { message: `${name} is a property. Names of variables are renamed, and no properties.` };
  if (origin === givenPath) return placesOfGiven(known, name);
  if (origin !== pathOf(id)) return { message: `${name} is known to every cell and cannot be renamed.` };
  const isTop = checkerOf(known).resolveName(name, file, ts.SymbolFlags.Value, true) === symbol;
  if (isTop && made.get(id)?.names.includes(name)) return placesOfOwn(known, id, name);
  return { name, places: foundFrom(known, pathOf(id), at, name, [id]), outputs: [], isShared: false };
}

/** The name that a cell gives, also where the name is asked for from outside of any text. */
export function placesOfGiven(known: Known, name: string): NamePlaces | { message: string } {
  const givers = giversOf(known, name);
  const [giver] = givers;
  if (giver === undefined) return { message: `No cell gives ${name}.` };
  if (givers.length > 1) {
    const numbers = givers.map((id) => numberOf(known, id)).join(" and ");
    return { message: `${name} is given by cells ${numbers}. Rename it in one of them first.` };
  }
  const given = known.service.getProgram()?.getSourceFile(givenPath)?.text ?? "";
  const declared = given.search(new RegExp(`^declare const ${name.replaceAll("$", "\\$")}:`, "m"));
  const outside = known.order.filter((id) => id !== giver);
  const others = foundFrom(known, givenPath, declared + "declare const ".length, name, outside);
  const { mode } = known.made.get(giver)!.cell;
  if (mode === "sql") return { name, places: others, outputs: [giver], isShared: true };
  return { name, places: [...placesWithin(known, giver, name), ...others], outputs: [], isShared: true };
}

/** The cells that give a name, in their order. */
export function giversOf({ made, order }: Known, name: string): CellId[] {
  return order.filter((id) => {
    const one = made.get(id);
    return one && (one.names.includes(name) || (one.cell.mode === "sql" && one.cell.output === name));
  });
}

/** Where a cell stands, from 1. */
export const numberOf = ({ order }: Known, id: CellId) => order.indexOf(id) + 1;

/** A name that several cells give is renamed in the one where it was asked for. */
function placesOfOwn(known: Known, id: CellId, name: string): NamePlaces | { message: string } {
  if (giversOf(known, name).length === 1) return placesOfGiven(known, name);
  return { name, places: placesWithin(known, id, name), outputs: [], isShared: true };
}

function placesWithin(known: Known, giver: CellId, name: string): NamePlace[] {
  const file = known.service.getProgram()?.getSourceFile(pathOf(giver));
  const symbol = file && checkerOf(known).resolveName(name, file, ts.SymbolFlags.Value, true);
  const declared = symbol?.declarations?.[0] && ts.getNameOfDeclaration(symbol.declarations[0]);
  return declared ? foundFrom(known, pathOf(giver), declared.getStart(file), name, [giver]) : [];
}

/** What TypeScript would rename, within the texts of cells: nothing in comments, and not what was put in. */
function foundFrom(
  { service, made }: Known,
  path: string,
  at: number,
  name: string,
  within: readonly CellId[],
): NamePlace[] {
  const cells = new Map(within.map((id) => [pathOf(id), id]));
  const preferences = { providePrefixAndSuffixTextForRename: true }; // else properties are renamed as well
  const found = service.findRenameLocations(path, at, false, false, preferences) ?? [];
  const program = service.getProgram()!;
  const places = found.flatMap(({ fileName, textSpan: { start } }): NamePlace[] => {
    const cell = cells.get(fileName);
    const source = cell === undefined ? undefined : made.get(cell)?.cell.source;
    if (cell === undefined || !source?.startsWith(name, start)) return [];
    const file = program.getSourceFile(fileName)!;
    const node = identifierAt(file, start);
    return node?.getStart(file) === start
      ? [{ cell, at: start, before: isShort(node) ? `${name}: ` : "" }]
      : [];
  });
  return [...new Map(places.map((place) => [`${place.cell} ${place.at}`, place])).values()];
}

/** Whether a name stands for a property as well, as in `{ name }`. */
function isShort({ parent }: ts.Identifier): boolean {
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return ts.isBindingElement(parent) && !parent.propertyName && ts.isObjectBindingPattern(parent.parent);
}

/** Where a name stands as edits that put another one there, cell by cell, in the order of their places. */
export function editsToRename({ name, places }: NamePlaces, to: string) {
  const edits = new Map<CellId, TextEdit[]>();
  for (const { cell, at, before } of places.toSorted((a, b) => a.at - b.at)) {
    const edit = { at, remove: name.length, text: before + to };
    edits.set(cell, [...(edits.get(cell) ?? []), edit]);
  }
  return [...edits].map(([cell, all]) => ({ cell, edits: all }));
}

/** What an identifier stands for; of the short form `{ name }` the variable. */
export function symbolOf(known: Known, node: ts.Identifier): ts.Symbol | undefined {
  const checker = checkerOf(known);
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

export const checkerOf = ({ service }: Known) => service.getProgram()!.getTypeChecker();
/** Whether a declaration stands in the product's own scope. */
export const isOfScope = (path: string) => path === scopePath;

function identifierAt(file: ts.SourceFile, at: number): ts.Identifier | null {
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > at || node.end < at) return;
    if (ts.isIdentifier(node) && node.getStart(file) <= at) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
