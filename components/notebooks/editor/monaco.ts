import { assetUrl } from "@/components/ui/asset-url";
import * as monaco from "monaco-editor/editor/editor.api.js";
import "./editor-parts";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import { connectLanguage, uriOf, type EditorLanguage } from "./language-providers";
import { connectPython, type PythonCompletions } from "./python-completion";
import * as typescript from "monaco-editor/languages/definitions/typescript/typescript.js";
import * as python from "monaco-editor/languages/definitions/python/python.js";
import * as sql from "monaco-editor/languages/definitions/sql/sql.js";
import * as html from "monaco-editor/languages/definitions/html/html.js";
import * as markdown from "monaco-editor/languages/definitions/markdown/markdown.js";

/** The text of a cell that others may write in as well. */
export type SharedText = {
  /** Hears of edits that were not typed here; the answer ends that. */
  listen: (heard: (edits: readonly TextEdit[]) => void) => () => void;
  /** Take back, or do again, what was typed here; false where only the editor itself knows of it. */
  undo: () => boolean;
  redo: () => boolean;
};

/** What a key of the editor asks of the page. */
export type EditorCommand = "rename" | "format" | "split" | "run-insert";

/** An editor that is open. */
export type OpenEditor = {
  /** Where the caret stands, in UTF-16 units from the beginning. */
  caret: () => number;
  focus: () => void;
};

export type EditorOptions = {
  value: string;
  language: "typescript" | "sql" | "python" | "markdown" | "html";
  label: string;
  /** Where the caret stands, in characters; without it, where the editor puts it. */
  caret?: number;
  /** The cell whose text it is, and what is known of its types; null where nothing is. */
  cell: number;
  types: EditorLanguage | null;
  /** Whether lines have numbers. */
  isNumbered: boolean;
  /** What completes a Python cell; null for other cells. */
  completePython: PythonCompletions | null;
  /** What others change of the text while the editor is open, and how to take back what is typed here. */
  shared: SharedText;
  /** The text, and how it became that: edits in the order of their places. */
  onChange: (value: string, edits: readonly TextEdit[]) => void;
  onRun: (goOn: boolean) => void;
  onLeave: () => void;
  onCommand: (command: EditorCommand, at: number) => void;
};

self.MonacoEnvironment = { getWorker: () => new Worker(assetUrl("editor-worker.js")) };
for (const [id, language] of Object.entries({ typescript, sql, python, markdown, html })) {
  monaco.languages.register({ id });
  monaco.languages.setLanguageConfiguration(id, language.conf);
  monaco.languages.setMonarchTokensProvider(id, language.language);
}

/** Esc leaves the editor only where it closes nothing inside of it. */
const closesNothingElse =
  "!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && " +
  "!editorHasMultipleSelections && !editorHasSelection";

/** Puts an editor into `host`, as high as its text, and focuses it; the answer takes it away. */
export function mountEditor(
  host: HTMLElement,
  {
    value,
    language,
    label,
    caret,
    cell,
    types,
    isNumbered,
    completePython,
    shared,
    onChange,
    onRun,
    onLeave,
    onCommand,
  }: EditorOptions,
): OpenEditor & { dispose: () => void; numberLines: (are: boolean) => void } {
  followTheme();
  const model = monaco.editor.createModel(value, language, uriOf(cell));
  // an empty text would take the line ends of the system
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  const disconnect = types
    ? connectLanguage(model, types)
    : completePython
      ? connectPython(model, completePython)
      : () => undefined;
  const editor = monaco.editor.create(host, {
    model,
    ariaLabel: label,
    theme: "perihelion",
    automaticLayout: true,
    minimap: { enabled: false },
    ...lineNumbers(isNumbered),
    glyphMargin: false,
    folding: false,
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    renderLineHighlight: "none",
    fontFamily: getComputedStyle(host).getPropertyValue("--font-mono"),
    fontSize: 12,
    lineHeight: 20,
    tabSize: language === "python" ? 4 : 2,
    wordWrap: language === "markdown" ? "on" : "off",
    scrollbar: { vertical: "hidden", alwaysConsumeMouseWheel: false },
    fixedOverflowWidgets: true,
    // the library's own waits for a provider that is not here
    ...(language === "sql" ? { quickSuggestions: { other: "on", comments: "off", strings: "off" } } : {}),
    // Enter ends a line where the word stands there already
    acceptSuggestionOnEnter: "smart",
    wordBasedSuggestions: types ? "off" : "currentDocument",
  });
  const fit = () => (host.style.height = `${Math.max(20, editor.getContentHeight())}px`);
  editor.onDidContentSizeChange(fit);
  fit();
  const leaveShared = shareText(editor, model, shared, onChange);
  editor.addCommand(monaco.KeyMod.Shift | monaco.KeyCode.Enter, () => onRun(true));
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => onRun(false));
  editor.addCommand(monaco.KeyCode.Escape, onLeave, closesNothingElse);
  const place = () => model.getOffsetAt(editor.getPosition()!);
  editor.addCommand(monaco.KeyCode.F2, () => onCommand("rename", place()));
  const { Alt, CtrlCmd, Shift } = monaco.KeyMod;
  editor.addCommand(CtrlCmd | Shift | monaco.KeyCode.Minus, () => onCommand("split", place()));
  editor.addCommand(Alt | monaco.KeyCode.Enter, () => onCommand("run-insert", place()));
  editor.addCommand(Shift | Alt | monaco.KeyCode.KeyF, () => onCommand("format", place()));
  if (caret !== undefined) editor.setPosition(editor.getModel()!.getPositionAt(caret));
  editor.focus();
  return {
    caret: place,
    focus: () => editor.focus(),
    numberLines: (are) => editor.updateOptions(lineNumbers(are)),
    dispose() {
      disconnect();
      leaveShared();
      editor.dispose();
      model.dispose();
    },
  };
}

const lineNumbers = (are: boolean) =>
  ({ lineNumbers: are ? "on" : "off", lineNumbersMinChars: 3, lineDecorationsWidth: are ? 12 : 0 }) as const;

/** Tells what is typed, takes in what others write, and leaves undo to who knows the one from the other. */
function shareText(
  editor: monaco.editor.IStandaloneCodeEditor,
  model: monaco.editor.ITextModel,
  { listen, undo, redo }: SharedText,
  onChange: EditorOptions["onChange"],
): () => void {
  let isTakingIn = false;
  model.onDidChangeContent(({ changes }) => {
    if (isTakingIn) return;
    const edits = changes.map(({ rangeOffset, rangeLength, text }) => ({
      at: rangeOffset,
      remove: rangeLength,
      text,
    }));
    onChange(
      model.getValue(),
      edits.toSorted((a, b) => a.at - b.at),
    );
  });
  const { CtrlCmd, Shift } = monaco.KeyMod;
  const own = (act: () => boolean, command: string) => () => {
    if (!act()) editor.trigger("keyboard", command, null);
  };
  editor.addCommand(CtrlCmd | monaco.KeyCode.KeyZ, own(undo, "undo"));
  editor.addCommand(CtrlCmd | Shift | monaco.KeyCode.KeyZ, own(redo, "redo"));
  editor.addCommand(CtrlCmd | monaco.KeyCode.KeyY, own(redo, "redo"));
  return listen((edits) => {
    isTakingIn = true;
    model.applyEdits(
      edits.map(({ at, remove, text }) => ({
        range: monaco.Range.fromPositions(model.getPositionAt(at), model.getPositionAt(at + remove)),
        text,
        forceMoveMarkers: false,
      })),
    );
    isTakingIn = false;
  });
}

let follows = false;

/** The theme of the moment, and any that is chosen while editors are open. */
function followTheme(): void {
  applyTheme();
  if (follows) return;
  follows = true;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
  new MutationObserver(applyTheme).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}

/** Colours from the page's tokens, read as they come out in the theme of the moment. */
function applyTheme(): void {
  const probe = document.body.appendChild(document.createElement("span"));
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return `#${[r, g, b].map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
  };
  const rule = (token: string, variable: string) => ({ token, foreground: colour(variable).slice(1) });
  const dark =
    getComputedStyle(probe).colorScheme.includes("dark") &&
    matchMedia("(prefers-color-scheme: dark)").matches &&
    document.documentElement.dataset.theme !== "light";
  monaco.editor.defineTheme("perihelion", {
    base: dark || document.documentElement.dataset.theme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      rule("", "--code-text"),
      rule("comment", "--code-comment"),
      rule("keyword", "--code-keyword"),
      rule("string", "--code-string"),
      rule("number", "--code-number"),
      rule("type", "--code-name"),
      rule("identifier", "--code-text"),
    ],
    colors: {
      "editor.background": colour("--surface-sunken"),
      "editor.foreground": colour("--code-text"),
      "editorCursor.foreground": colour("--accent"),
      "editorLineNumber.foreground": colour("--text-3"),
      "editorLineNumber.activeForeground": colour("--text-2"),
      focusBorder: "#00000000",
    },
  });
  probe.remove();
}
