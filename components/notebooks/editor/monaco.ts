import { assetUrl } from "@/components/ui/asset-url";
import * as monaco from "monaco-editor/editor/editor.api.js";
import "monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching.js";
import "monaco-editor/editor/contrib/clipboard/browser/clipboard.js";
import "monaco-editor/editor/contrib/comment/browser/comment.js";
import "monaco-editor/editor/contrib/find/browser/findController.js";
import "monaco-editor/editor/contrib/indentation/browser/indentation.js";
import "monaco-editor/editor/contrib/linesOperations/browser/linesOperations.js";
import "monaco-editor/editor/contrib/multicursor/browser/multicursor.js";
import "monaco-editor/editor/contrib/suggest/browser/suggestController.js";
import "monaco-editor/editor/contrib/wordOperations/browser/wordOperations.js";
import { connectLanguage, uriOf, type EditorLanguage } from "./language-providers";
import * as typescript from "monaco-editor/languages/definitions/typescript/typescript.js";
import * as sql from "monaco-editor/languages/definitions/sql/sql.js";
import * as markdown from "monaco-editor/languages/definitions/markdown/markdown.js";

export type EditorOptions = {
  value: string;
  language: "typescript" | "sql" | "markdown";
  label: string;
  /** Where the caret stands, in characters; without it, where the editor puts it. */
  caret?: number;
  /** The cell whose text it is, and what is known of its types; null where nothing is. */
  cell: number;
  types: EditorLanguage | null;
  onChange: (value: string) => void;
  onRun: (goOn: boolean) => void;
  onLeave: () => void;
};

self.MonacoEnvironment = { getWorker: () => new Worker(assetUrl("editor-worker.js")) };
for (const [id, language] of Object.entries({ typescript, sql, markdown })) {
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
  { value, language, label, caret, cell, types, onChange, onRun, onLeave }: EditorOptions,
): { dispose: () => void } {
  followTheme();
  const model = monaco.editor.createModel(value, language, uriOf(cell));
  const disconnect = types ? connectLanguage(model, types) : () => undefined;
  const editor = monaco.editor.create(host, {
    model,
    ariaLabel: label,
    theme: "perihelion",
    automaticLayout: true,
    minimap: { enabled: false },
    lineNumbers: "off",
    glyphMargin: false,
    folding: false,
    lineDecorationsWidth: 0,
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    renderLineHighlight: "none",
    fontFamily: getComputedStyle(host).getPropertyValue("--font-mono"),
    fontSize: 12,
    lineHeight: 20,
    tabSize: 2,
    wordWrap: language === "markdown" ? "on" : "off",
    scrollbar: { vertical: "hidden", alwaysConsumeMouseWheel: false },
    fixedOverflowWidgets: true,
    wordBasedSuggestions: types ? "off" : "currentDocument",
  });
  const fit = () => (host.style.height = `${Math.max(20, editor.getContentHeight())}px`);
  editor.onDidContentSizeChange(fit);
  fit();
  editor.onDidChangeModelContent(() => onChange(editor.getValue()));
  editor.addCommand(monaco.KeyMod.Shift | monaco.KeyCode.Enter, () => onRun(true));
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => onRun(false));
  editor.addCommand(monaco.KeyCode.Escape, onLeave, closesNothingElse);
  if (caret !== undefined) editor.setPosition(editor.getModel()!.getPositionAt(caret));
  editor.focus();
  return {
    dispose() {
      disconnect();
      editor.dispose();
      model.dispose();
    },
  };
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
      focusBorder: "#00000000",
    },
  });
  probe.remove();
}
