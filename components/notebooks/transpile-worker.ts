import { transpile } from "@observablehq/notebook-kit";
import ts from "typescript";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellError, RunnableCell } from "@/lib/notebooks/protocol";
import { answerFind, type FindAsked } from "./find/answer-find";
import { answer } from "./language/in-worker";
import type { Asked } from "./language/messages";
import { notImported } from "./not-imported";
import { sourcePlace } from "./source-place";

export type Transpiled =
  { n: number; ok: true; cell: RunnableCell } | { n: number; ok: false; id: number; error: CellError };

/**
 * Turns cells into what the frame can run, answers about their types, or looks through them: what needs
 * TypeScript lives in one script, and each in a worker of its own.
 */
addEventListener("message", ({ data }: MessageEvent<{ n: number; cell: Cell } | Asked | FindAsked>) => {
  if ("find" in data) postMessage(answerFind(data));
  else if ("question" in data) void answer(data).then((answered) => postMessage(answered));
  else transpileCell(data);
});

function transpileCell({ n, cell }: { n: number; cell: Cell }): void {
  try {
    const imported = cell.mode === "ts" || cell.mode === "js" ? notImported(cell.source) : null;
    if (imported)
      return postMessage({
        ...{ n, ok: false, id: cell.id },
        error: { name: "Import", ...imported },
      } satisfies Transpiled);
    const written = sourceOf(cell);
    const { body, inputs = [], outputs = [], autodisplay = false } = transpile(written);
    const from = sourcePlace({ isTypeScript: written.mode === "ts", source: written.value, body });
    postMessage({
      n,
      ok: true,
      cell: { id: cell.id, version: n, body, from, inputs, outputs, autodisplay },
    } satisfies Transpiled);
  } catch (error) {
    postMessage({ n, ok: false, id: cell.id, error: errorOf(error, cell) } satisfies Transpiled);
  }
}

function sourceOf({ id, mode, source, output }: Cell) {
  const base = { id, pinned: false, hidden: false };
  if (mode !== "sql") return { ...base, mode, value: source };
  if (source.trim() === "") return { ...base, mode: "js" as const, value: "" };
  // A query is a template: what stands in ${…} is read from other cells, everything else is taken literally.
  const text = source.replaceAll("\\", "\\\\").replaceAll("`", "\\`");
  const value = output
    ? `const ${output} = await sql\`${text}\`;\ndisplay(sqlTable(${output}));`
    : `display(sqlTable(await sql\`${text}\`));`;
  return { ...base, mode: "js" as const, value };
}

function errorOf(error: unknown, { mode, source }: Cell): CellError {
  const message = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, "") : String(error);
  const place = error instanceof Error ? error.message.match(/\((\d+):(\d+)\)$/) : null;
  return {
    name: "SyntaxError",
    message,
    line: place ? Number(place[1]) : mode === "ts" ? typeScriptLine(source) : null,
  };
}

function typeScriptLine(source: string): number | null {
  const { diagnostics } = ts.transpileModule(source, { reportDiagnostics: true });
  const start = diagnostics?.[0]?.start;
  return start === undefined ? null : source.slice(0, start).split("\n").length;
}
