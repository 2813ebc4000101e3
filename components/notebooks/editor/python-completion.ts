import * as monaco from "monaco-editor/editor/editor.api.js";

/** Asks a running Python for the names that may stand at a place of a text, in UTF-16 units. */
export type PythonCompletions = (source: string, at: number) => Promise<{ label: string; kind: string }[]>;

/** So many are answered at most: with so many, more may be there. */
const most = 200;
const completers = new Map<string, PythonCompletions>();
const { CompletionItemKind: Kind } = monaco.languages;
const kinds: Record<string, monaco.languages.CompletionItemKind> = {
  keyword: Kind.Keyword,
  function: Kind.Function,
  class: Kind.Class,
  module: Kind.Module,
};

monaco.languages.registerCompletionItemProvider("python", {
  triggerCharacters: ["."],
  async provideCompletionItems(model, position) {
    const ask = completers.get(model.uri.toString());
    if (!ask) return null;
    const found = await ask(model.getValue(), model.getOffsetAt(position));
    const { startColumn, endColumn } = model.getWordUntilPosition(position);
    const { lineNumber } = position;
    const range = { startLineNumber: lineNumber, endLineNumber: lineNumber, startColumn, endColumn };
    const suggestions = found.map(({ label, kind }) => ({
      ...{ label, insertText: label, range },
      kind: kinds[kind] ?? Kind.Variable,
    }));
    return { suggestions, incomplete: found.length >= most };
  },
});

/** Completes an editor's text by what its notebook's Python holds; the answer ends that. */
export function connectPython(model: monaco.editor.ITextModel, ask: PythonCompletions): () => void {
  const uri = model.uri.toString();
  completers.set(uri, ask);
  return () => void completers.delete(uri);
}
