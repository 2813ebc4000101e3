import ts from "typescript";
import type { CellId } from "@/lib/notebooks/graph";
import { knownNames } from "@/lib/notebooks/known-names";
import type { Cell } from "@/lib/notebooks/schema";
import type { Completions, Fault, Signature, Span } from "./messages";
import type { Known } from "./name-places";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import { expressionsIn } from "./embedded";
import { formattingOf } from "./format";
import { completeSql, hoverSql } from "./sql";
import { renameable, renaming, type NameAsked, type Renameable, type Renaming } from "./rename";
import {
  type Datasets,
  type Made,
  datasetsPath,
  datasetsText,
  noDatasets,
  givenPath,
  givenText,
  isCode,
  moduleText,
  pathOf,
  scopePath,
} from "./cell-text";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  allowJs: true,
  strict: true,
  noImplicitAny: false,
  skipLibCheck: true,
  types: [],
};
/** Faults of TypeScript that are none in a cell: its text is a module only for the compiler. */
const noFaults = new Set([
  1108, // a return outside of a function
  2695, // the left side of a comma is unused
]);
/** What a list of completions may hold; typing on narrows it. */
const completionsAtMost = 2_000;

/** Where a name stands in the list: those of the notebook, those of every notebook, then the browser's. */
function orderOf({ name, sortText }: ts.CompletionEntry, given: ReadonlySet<string>): string {
  const isOfAll = sortText === "15"; // TypeScript's place of globals and keywords, the last but for imports
  return isOfAll && given.has(name) ? "12" : isOfAll && knownNames.has(name) ? "13" : sortText;
}

/** Knows the types of a notebook's cells. */
export type Language = ReturnType<typeof createLanguage>;

/**
 * TypeScript's language service over the cells of a notebook: each is a module, and the names that others
 * give are declared with the types that came out there.
 *
 * @param libraries declarations by their path, as `scripts/type-libraries.mjs` gathers them
 * @param scope the declarations of what every cell knows
 */
export function createLanguage(libraries: Readonly<Record<string, string>>, scope: string) {
  const texts = new Map<string, { text: string; version: number }>();
  const made = new Map<CellId, Made>();
  const write = (path: string, text: string) => {
    const before = texts.get(path);
    if (before?.text !== text) texts.set(path, { text, version: (before?.version ?? 0) + 1 });
  };
  write(scopePath, scope);
  write(datasetsPath, datasetsText(noDatasets));
  const read = (path: string) => texts.get(path)?.text ?? libraries[path];
  const folders = new Set(Object.keys(libraries).flatMap(foldersOf));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: (path) => String(texts.get(path)?.version ?? 0),
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => "/cells",
    getDefaultLibFileName: () => "/node_modules/typescript/lib/lib.esnext.d.ts",
    fileExists: (path) => read(path) !== undefined,
    readFile: read,
    directoryExists: (path) => path === "/cells" || folders.has(path),
    getDirectories: () => [],
  });

  let order: readonly CellId[] = [];
  let datasets = noDatasets;
  const namesOf = (id: CellId) => made.get(id)?.names ?? [];
  let given: ReadonlySet<string> = new Set();
  const known = (): Known => ({ service, made, order });

  /** What a name stands for that cells give each other: its declaration ends with where it comes from. */
  function givenBy(start: number) {
    const origin = texts.get(givenPath)?.text.indexOf('").', start) ?? -1;
    return origin < 0 ? [] : (service.getDefinitionAtPosition(givenPath, origin + 3) ?? []);
  }

  return {
    /** Takes the cells as they are now. */
    update(cells: readonly Cell[], found: Datasets = noDatasets, python: readonly string[] = []): void {
      datasets = found;
      const kept = new Set([scopePath, givenPath, datasetsPath]);
      for (const cell of cells) {
        kept.add(pathOf(cell.id));
        if (made.get(cell.id)?.cell === cell) continue;
        const { text, names } = moduleText(cell);
        made.set(cell.id, { cell, names });
        write(pathOf(cell.id), text);
      }
      const ids = new Set(cells.map(({ id }) => id));
      order = cells.map(({ id }) => id);
      for (const id of made.keys()) if (!ids.has(id)) made.delete(id);
      given = new Set([...[...made.values()].flatMap(({ names }) => names), ...python]);
      write(givenPath, givenText(cells, namesOf, python));
      write(datasetsPath, datasetsText(datasets));
      for (const path of texts.keys()) if (!kept.has(path)) texts.delete(path);
    },
    complete(id: CellId, at: number): Completions {
      const cell = made.get(id)?.cell;
      if (cell && !isCodeAt(cell, at))
        return { all: cell.mode === "sql" ? completeSql(cell.source, at, datasets) : [], isPart: false };
      const found = service.getCompletionsAtPosition(pathOf(id), at, {
        includeCompletionsWithInsertText: true,
        includeCompletionsForModuleExports: false,
      });
      const typed =
        cell?.source
          .slice(0, at)
          .match(/[\w$]*$/)![0]
          .toLowerCase() ?? "";
      const fitting = (found?.entries ?? []).filter(({ name }) => name.toLowerCase().includes(typed));
      const all = fitting.slice(0, completionsAtMost).map((entry) => ({
        name: entry.name,
        kind: entry.kind,
        sort: orderOf(entry, given),
        span: entry.replacementSpan ?? found?.optionalReplacementSpan ?? null,
        ...(entry.insertText === undefined ? {} : { insert: entry.insertText }),
      }));
      return { all, isPart: all.length < (found?.entries.length ?? 0) };
    },
    /** What one completion is: its type and what is said about it. */
    detail(id: CellId, at: number, name: string): { type: string; doc: string } {
      const entry = service.getCompletionEntryDetails(pathOf(id), at, name, {}, undefined, {}, undefined);
      return { type: joined(entry?.displayParts), doc: joined(entry?.documentation) };
    },
    hover(id: CellId, at: number): (Span & { type: string; doc: string }) | null {
      const cell = made.get(id)?.cell;
      if (cell?.mode === "sql" && !isCodeAt(cell, at)) return hoverSql(cell.source, at, datasets);
      const info = service.getQuickInfoAtPosition(pathOf(id), at);
      return (
        (info && { ...info.textSpan, type: joined(info.displayParts), doc: joined(info.documentation) }) ||
        null
      );
    },
    signature(id: CellId, at: number): Signature | null {
      const help = service.getSignatureHelpItems(pathOf(id), at, {});
      return help ? signatureOf(help) : null;
    },
    /** What is wrong with a cell's code, for the compiler; of JavaScript only how it is written. */
    faults({ id, mode, source }: Pick<Cell, "id" | "mode" | "source">): Fault[] {
      const path = pathOf(id);
      if (!texts.has(path)) return [];
      const syntax = service.getSyntacticDiagnostics(path);
      const types = mode !== "js" && syntax.length === 0 ? service.getSemanticDiagnostics(path) : [];
      return [...syntax, ...types]
        .filter(({ start, code }) => start !== undefined && !noFaults.has(code))
        .map((found) => faultOf(found, source.length));
    },
    /** Edits that set a cell's code well. */
    format: (id: CellId): TextEdit[] => formattingOf(service, made.get(id)),
    /** Whether and where a name can be renamed, and what is to be changed so that it is another one. */
    renameable: (asked: NameAsked): Renameable => renameable(known(), asked),
    rename: (asked: NameAsked, to: string): Renaming => renaming(known(), asked, to),
    /** Where the name at a place is made: in this cell or another one. */
    definition(id: CellId, at: number): { cell: CellId; span: Span } | null {
      const found = service.getDefinitionAtPosition(pathOf(id), at) ?? [];
      const places = found.flatMap((one) =>
        one.fileName === givenPath ? givenBy(one.textSpan.start) : [one],
      );
      for (const { fileName, textSpan } of places) {
        const cell = Number(fileName.match(/cell-(\d+)\.ts$/)?.[1]);
        if (cell) return { cell, span: textSpan };
      }
      return null;
    },
  };
}

function signatureOf(help: ts.SignatureHelpItems): Signature {
  const signatures = help.items.map((item) => {
    const parameters = item.parameters.map((parameter) => ({
      label: joined(parameter.displayParts),
      doc: joined(parameter.documentation),
    }));
    const inner = parameters.map(({ label }) => label).join(joined(item.separatorDisplayParts));
    const label = joined(item.prefixDisplayParts) + inner + joined(item.suffixDisplayParts);
    return { label, doc: joined(item.documentation), parameters };
  });
  return { signatures, active: help.selectedItemIndex, parameter: help.argumentIndex };
}

/** Whether what stands at a place of a cell is TypeScript: of SQL and Markdown only expressions are. */
function isCodeAt(cell: Cell, at: number): boolean {
  return isCode(cell) || expressionsIn(cell).some(({ start, end }) => start <= at && at <= end);
}

/** A fault in the cell's own text: what is missing at its end is told at its end. */
function faultOf({ start = 0, length = 1, ...found }: ts.Diagnostic, end: number): Fault {
  const from = Math.min(start, Math.max(0, end - 1));
  return {
    start: from,
    length: Math.max(1, Math.min(length, end - from)),
    message: ts.flattenDiagnosticMessageText(found.messageText, "\n"),
    severity: found.category === ts.DiagnosticCategory.Error ? "error" : "warning",
  };
}

function joined(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}

function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(0, i).join("/")).filter(Boolean);
}
