import type { Document } from "../document";
import type { Cell, CellMode } from "../schema";
import { isHidden, type Hidden } from "../hidden";
import { cellsOf, readJupyter, sourceFor } from "./ipynb";
import { itemsOf, membersOf } from "./json-spans";

/**
 * A notebook as a Jupyter notebook. Where it was imported from one, each cell that is still as it was is
 * the file's own to the byte, outputs and attachments with it; one whose text changed keeps what the file
 * said about it, without its outputs. Cells of languages that the file's kernel does not run are raw cells.
 *
 * @param original the file that the notebook was imported from; null where there is none
 */
export function toIpynb(document: Document, original: string | null): string {
  return original === null ? anew(document) : over(document, original);
}

const kernels = {
  python: { display_name: "Python 3", language: "python", name: "python3" },
  typescript: { display_name: "Deno", language: "typescript", name: "deno" },
} as const;
const languageIds: Record<CellMode, string> = {
  ts: "typescript",
  js: "javascript",
  sql: "sql",
  md: "markdown",
  html: "html",
  python: "python",
};

function anew({ title, cells }: Document): string {
  const isPython = cells.some(({ mode }) => mode === "python");
  const main = isPython ? "python" : "typescript";
  return json({
    cells: cells.map((cell) => jupyterCell(cell, { main, minor: 5 })),
    metadata: {
      kernelspec: kernels[main],
      language_info: { name: main },
      title,
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

function over(document: Document, original: string): string {
  const jupyter = readJupyter(original);
  const language = jupyter.language ?? "python";
  const list = membersOf(original, 0).get("cells")!;
  const spans = itemsOf(original, list.start);
  const known = new Map(cellsOf(jupyter).map((cell, i) => [cell.id, { cell, i }]));
  const texts = document.cells.map((cell) => {
    const there = known.get(cell.id);
    if (there) {
      const { start, end } = spans[there.i]!;
      const written = original.slice(start, end);
      const isText = there.cell.mode === cell.mode && there.cell.source === cell.source;
      const source = isText ? null : sourceFor(cell, jupyter.cells[there.i]!, language);
      const put = there.cell.hidden === cell.hidden ? written : withHidden(written, cell.hidden);
      if (isText) return put;
      if (source !== null) return withSource(put, source);
    }
    const main = language in kernels ? (language as keyof typeof kernels) : "python";
    return json(jupyterCell(cell, { main, minor: jupyter.minor })).trimEnd();
  });
  const same =
    texts.length === spans.length &&
    spans.every(({ start, end }, i) => texts[i] === original.slice(start, end));
  if (same) return original;
  const inside = texts.length > 0 ? `\n  ${texts.join(",\n  ")}\n ` : "";
  return `${original.slice(0, list.start)}[${inside}]${original.slice(list.end)}`;
}

/** A Jupyter cell as it is written, with another text; what it gave then is not what this text gives. */
function withSource(written: string, source: string): string {
  const members = membersOf(written, 0);
  const puts: Record<string, string> = {
    source: JSON.stringify(linesOf(source)),
    outputs: "[]",
    execution_count: "null",
  };
  const edits = Object.entries(puts)
    .flatMap(([key, text]) => (members.has(key) ? [{ ...members.get(key)!, text }] : []))
    .toSorted((a, b) => b.start - a.start);
  const made = edits.reduce(
    (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
    written,
  );
  // A cell may be written without a text; then it gets one
  return members.has("source") ? made : made.replace("{", `{"source": ${puts.source}, `);
}

/** A Jupyter cell as it is written, with another part of it put away; nothing else of it changes. */
function withHidden(written: string, hidden: Hidden | undefined): string {
  return changed(written, "metadata", "{}", (metadata) =>
    changed(metadata, "jupyter", "{}", (jupyter) =>
      changed(
        changed(jupyter, "source_hidden", "false", () => String(isHidden(hidden, "code"))),
        "outputs_hidden",
        "false",
        () => String(isHidden(hidden, "output")),
      ),
    ),
  );
}

/** The text of a JSON object with one value changed, which is put first where there is none of that key. */
function changed(object: string, key: string, missing: string, change: (value: string) => string): string {
  const members = membersOf(object, 0);
  const span = members.get(key);
  if (span)
    return object.slice(0, span.start) + change(object.slice(span.start, span.end)) + object.slice(span.end);
  return object.replace("{", `{${JSON.stringify(key)}: ${change(missing)}${members.size > 0 ? ", " : ""}`);
}

function jupyterCell(cell: Cell, { main, minor }: { main: keyof typeof kernels; minor: number }) {
  const { id, mode, source, output, hidden } = cell;
  const runs = main === "python" ? mode === "python" : mode === "ts" || mode === "js";
  const kind = mode === "md" ? "markdown" : runs ? "code" : "raw";
  const perihelion = { id, mode, ...(output ? { output } : {}) };
  return {
    cell_type: kind,
    ...(kind === "code" ? { execution_count: null } : {}),
    ...(minor >= 5 ? { id: `cell-${id}` } : {}),
    metadata: {
      perihelion,
      ...(kind === "raw" ? { vscode: { languageId: languageIds[mode] } } : {}),
      ...(hidden ? { jupyter: shownIn(hidden) } : {}),
    },
    ...(kind === "code" ? { outputs: [] } : {}),
    source: linesOf(source),
  };
}

const shownIn = (hidden: Hidden) => ({
  ...(isHidden(hidden, "code") ? { source_hidden: true } : {}),
  ...(isHidden(hidden, "output") ? { outputs_hidden: true } : {}),
});

function linesOf(source: string): string[] {
  return source === "" ? [] : source.split(/(?<=\n)/);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
