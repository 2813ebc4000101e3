import * as monaco from "monaco-editor/editor/editor.api.js";
import type { Answers, Completion, Question } from "../language/messages";

type QuestionOf<About extends Question["about"]> = Omit<Extract<Question, { about: About }>, "id">;

/** What an editor knows of the types of its cell. */
export type EditorLanguage = {
  ask: <About extends Question["about"]>(question: QuestionOf<About>) => Promise<Answers[About] | null>;
  /** Goes to where a name is made, in another cell. */
  onGoTo: (cell: number, at: number) => void;
};

/** After a pause so long is a text checked, in milliseconds. */
const pause = 400;
const languages = new Map<string, EditorLanguage>();
const languageOf = (model: monaco.editor.ITextModel) => languages.get(model.uri.toString());

const { CompletionItemKind: Kind } = monaco.languages;
const kinds: Record<string, monaco.languages.CompletionItemKind> = {
  keyword: Kind.Keyword,
  var: Kind.Variable,
  let: Kind.Variable,
  const: Kind.Variable,
  "local var": Kind.Variable,
  parameter: Kind.Variable,
  property: Kind.Field,
  getter: Kind.Field,
  function: Kind.Function,
  "local function": Kind.Function,
  method: Kind.Method,
  class: Kind.Class,
  interface: Kind.Interface,
  type: Kind.Interface,
  enum: Kind.Enum,
  module: Kind.Module,
  string: Kind.Value,
};

type Item = monaco.languages.CompletionItem & { place: { uri: string; at: number; name: string } };

/** TypeScript, and the expressions in queries, Markdown and HTML; of queries the rest as well. */
const known = ["typescript", "sql", "markdown", "html"];

monaco.languages.registerCompletionItemProvider(known, {
  triggerCharacters: [".", '"', "'", "`", "@", "{"],
  async provideCompletionItems(model, position, _context, token) {
    const at = model.getOffsetAt(position);
    const leftSince = wordLeft(model, position);
    const found = await languageOf(model)?.ask<"completions">({ about: "completions", at });
    // the editor asks anew for the next word where nothing came for this one, and only there
    if (!found || token.isCancellationRequested || leftSince()) return null;
    const word = model.getWordUntilPosition(position);
    const here = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber };
    const typed = { ...here, startColumn: word.startColumn, endColumn: word.endColumn };
    const rangeOf = ({ span }: Completion) => (span ? rangeIn(model, span) : typed);
    // what is replaced from before the word, such as a point, must fit what was typed from there
    const before = ({ span }: Completion) =>
      span && span.start < at - word.word.length
        ? model.getValue().slice(span.start, at - word.word.length)
        : "";
    return {
      incomplete: found.isPart,
      suggestions: found.all.map<Item>((one) => ({
        label: one.name,
        insertText: one.insert ?? one.name,
        filterText: before(one) + (one.filter ?? one.name),
        kind: kinds[one.kind] ?? Kind.Property,
        sortText: one.sort,
        ...(one.detail === undefined ? {} : { detail: one.detail }),
        range: rangeOf(one),
        place: { uri: model.uri.toString(), at, name: one.name },
      })),
    };
  },
  async resolveCompletionItem(item) {
    if (item.detail !== undefined) return item;
    const { uri, at, name } = (item as Item).place;
    const detail = await languages.get(uri)?.ask<"detail">({ about: "detail", at, name });
    return detail ? { ...item, detail: detail.type, documentation: detail.doc } : item;
  },
});

monaco.languages.registerHoverProvider(known, {
  async provideHover(model, position) {
    const at = model.getOffsetAt(position);
    const hover = await languageOf(model)?.ask<"hover">({ about: "hover", at });
    if (!hover) return null;
    const code = `\`\`\`typescript\n${hover.type}\n\`\`\``;
    const contents = [{ value: code }, ...(hover.doc ? [{ value: hover.doc }] : [])];
    return { range: rangeIn(model, hover), contents };
  },
});

monaco.languages.registerSignatureHelpProvider(known, {
  signatureHelpTriggerCharacters: ["(", ","],
  async provideSignatureHelp(model, position) {
    const at = model.getOffsetAt(position);
    const help = await languageOf(model)?.ask<"signature">({ about: "signature", at });
    if (!help) return null;
    const signatures = help.signatures.map(({ label, doc, parameters }) => ({
      label,
      documentation: doc,
      parameters: parameters.map((parameter) => ({ label: parameter.label, documentation: parameter.doc })),
    }));
    const value = { signatures, activeSignature: help.active, activeParameter: help.parameter };
    return { value, dispose: () => undefined };
  },
});

monaco.languages.registerDefinitionProvider(known, {
  async provideDefinition(model, position) {
    const language = languageOf(model);
    const at = model.getOffsetAt(position);
    const found = await language?.ask<"definition">({ about: "definition", at });
    if (!found) return null;
    if (found.cell === cellOf(model.uri)) return { uri: model.uri, range: rangeIn(model, found.span) };
    const uri = uriOf(found.cell);
    places.set(uri.toString(), found.span.start);
    return { uri, range: new monaco.Range(1, 1, 1, 1) };
  },
});

/** Tells, later, whether what was typed at a place since has gone on beyond its word. */
function wordLeft(model: monaco.editor.ITextModel, { lineNumber, column }: monaco.Position): () => boolean {
  const asked = model.getLineContent(lineNumber);
  return () => {
    const line = lineNumber <= model.getLineCount() ? model.getLineContent(lineNumber) : "";
    return !/^[\w$]*$/.test(line.slice(column - 1, column - 1 + Math.max(0, line.length - asked.length)));
  };
}

/** Where in another cell the name asked about last is made. */
const places = new Map<string, number>();
monaco.editor.registerEditorOpener({
  openCodeEditor(source, uri) {
    const model = source.getModel();
    const language = model && languageOf(model);
    if (!language || uri.scheme !== "cell") return false;
    language.onGoTo(cellOf(uri), places.get(uri.toString()) ?? 0);
    return true;
  },
});

/** The address of a cell's text in the editor. */
export const uriOf = (cell: number) => monaco.Uri.parse(`cell:/${cell}`);
const cellOf = (uri: monaco.Uri) => Number(uri.path.slice(1));

/**
 * Gives an editor's model what is known of types: completions, hints, and marks below what is wrong.
 * @returns a function that ends it
 */
export function connectLanguage(model: monaco.editor.ITextModel, language: EditorLanguage): () => void {
  languages.set(model.uri.toString(), language);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const check = async () => {
    const version = model.getVersionId();
    const faults = await language.ask<"faults">({ about: "faults" });
    if (!faults || model.isDisposed() || model.getVersionId() !== version) return;
    const markers = faults.map(({ message, severity, ...span }) => ({
      ...rangeIn(model, span),
      message,
      severity: severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    }));
    monaco.editor.setModelMarkers(model, "types", markers);
  };
  const later = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void check(), pause);
  };
  const listening = model.onDidChangeContent(later);
  later();
  return () => {
    languages.delete(model.uri.toString());
    listening.dispose();
    if (timer) clearTimeout(timer);
  };
}

function rangeIn(model: monaco.editor.ITextModel, { start, length }: { start: number; length: number }) {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(start + length));
}
