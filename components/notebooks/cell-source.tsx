"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { assetUrl } from "@/components/ui/asset-url";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import { editsBetween, type TextEdit } from "@/lib/notebooks/text-edits";
import type { EditorLanguage } from "./editor/language-providers";
import type { EditorCommand, EditorOptions, mountEditor, OpenEditor, SharedText } from "./editor/monaco";
import type { PythonCompletions } from "./editor/python-completion";
import { tokensOf } from "./highlight";
import type { LanguageClient } from "./language/client";

type Props = {
  cell: Cell;
  editing: boolean;
  isNumbered: boolean;
  label: string;
  /** Asks about types; null where nothing is known of them. */
  language: LanguageClient | null;
  /** Completes Python by what its kernel holds. */
  completePython: PythonCompletions;
  /** Where the caret begins, in characters; null for where the editor puts it. */
  caret: number | null;
  onGoTo: (cell: number, at: number) => void;
  onEdit: () => void;
  onChange: (source: string, edits?: readonly TextEdit[]) => void;
  shared: (id: CellId) => SharedText;
  onRun: (goOn: boolean) => void;
  onLeave: () => void;
  onCommand: (command: EditorCommand, at: number) => void;
  /** Hears of the editor when it is there, and of null when it is gone. */
  onOpened: (editor: OpenEditor | null) => void;
};
const languages = {
  ts: "typescript",
  js: "typescript",
  sql: "sql",
  python: "python",
  md: "markdown",
  html: "html",
} as const;

/**
 * A cell's text: coloured and still, or, while it is edited, in Monaco, which is loaded for the first edit.
 */
export function CellSource({
  cell,
  editing,
  isNumbered,
  label,
  onEdit,
  onChange,
  onRun,
  onLeave,
  ...rest
}: Props) {
  if (editing)
    return (
      <Editor
        key={`${cell.id}${cell.mode}`}
        value={cell.source}
        language={languages[cell.mode]}
        cell={cell.id}
        types={cell.mode === "python" ? null : typesOf(cell.id, rest)}
        completePython={cell.mode === "python" ? rest.completePython : null}
        {...(rest.caret === null ? {} : { caret: rest.caret })}
        label={label}
        isNumbered={isNumbered}
        shared={rest.shared(cell.id)}
        onChange={onChange}
        onRun={onRun}
        onLeave={onLeave}
        onCommand={rest.onCommand}
        onOpened={rest.onOpened}
      />
    );
  const text = (
    <pre
      tabIndex={0}
      role="textbox"
      aria-readonly="true"
      aria-label={label}
      onClick={onEdit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onLeave();
        else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) onEdit();
        else return;
        event.preventDefault();
      }}
    >
      {/* in an element of its own: a parser drops a line break that stands first in a pre */}
      <span>
        {cell.source === "" ? (
          <span className="c">{cell.mode === "md" ? "Write …" : "Type code, then Shift Enter"}</span>
        ) : (
          tokensOf(cell.source, cell.mode).map(({ text, kind }, i) =>
            kind ? (
              <span key={i} className={kind}>
                {text}
              </span>
            ) : (
              text
            ),
          )
        )}
      </span>
    </pre>
  );
  if (!isNumbered) return text;
  return (
    <div className="numbered">
      <span className="line-numbers" aria-hidden="true">
        {cell.source.split("\n").map((_, i) => `${i + 1}\n`)}
      </span>
      {text}
    </div>
  );
}

function typesOf(
  id: CellId,
  { language, onGoTo }: Pick<Props, "language" | "onGoTo">,
): EditorLanguage | null {
  if (!language) return null;
  return { ask: (question) => language.ask({ ...question, id } as never), onGoTo };
}

/** Monaco, and until it is loaded a plain field in its place, so that nothing typed early is lost. */
function Editor(options: EditorOptions & Pick<Props, "onOpened">) {
  const host = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [loaded, setLoaded] = useState(false);
  const mounted = useRef<ReturnType<typeof mountEditor> | null>(null);
  const change = useEffectEvent(options.onChange);
  const run = useEffectEvent(options.onRun);
  const leave = useEffectEvent(options.onLeave);
  const command = useEffectEvent(options.onCommand);
  const opened = useEffectEvent(options.onOpened);
  const mountInto = useEffectEvent((mount: typeof mountEditor, place: HTMLDivElement) =>
    mount(place, {
      ...options,
      ...(field.current ? { value: field.current.value, caret: field.current.selectionEnd } : {}),
      onChange: (next, edits) => change(next, edits),
      onRun: (goOn) => run(goOn),
      onLeave: () => leave(),
      onCommand: (asked, at) => command(asked, at),
    }),
  );

  const { caret, isNumbered } = options;
  useEffect(() => mounted.current?.numberLines(isNumbered), [isNumbered]);
  useEffect(() => {
    if (caret !== undefined) field.current?.setSelectionRange(caret, caret);
  }, [caret]);
  useEffect(() => {
    let editor: ReturnType<typeof mountEditor> | null = null;
    let gone = false;
    void loadEditor().then((mount) => {
      if (gone || !host.current) return;
      editor = mounted.current = mountInto(mount, host.current);
      opened(editor);
      setLoaded(true);
    });
    return () => {
      gone = true;
      if (editor) opened(null);
      editor?.dispose();
    };
  }, []);

  return (
    <>
      {loaded ? null : (
        <textarea
          ref={field}
          className="early"
          aria-label={options.label}
          autoFocus
          spellCheck={false}
          rows={options.value.split("\n").length}
          value={options.value}
          onChange={({ target }) => options.onChange(target.value, editsBetween(options.value, target.value))}
          onKeyDown={(event) => {
            if (event.key === "Escape") options.onLeave();
            else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              options.onRun(event.shiftKey);
            }
          }}
        />
      )}
      <div ref={host} className="editor" />
    </>
  );
}

/** Monaco is a bundle of its own, so that no other page carries it. */
async function loadEditor(): Promise<typeof mountEditor> {
  if (!document.getElementById("editor-style")) {
    const style = Object.assign(document.createElement("link"), {
      id: "editor-style",
      rel: "stylesheet",
      href: assetUrl("editor.css"),
    });
    document.head.append(style);
  }
  const address = assetUrl("editor.js");
  const bundle = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ address)) as {
    mountEditor: typeof mountEditor;
  };
  return bundle.mountEditor;
}
