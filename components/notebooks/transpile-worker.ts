import type { Cell } from "@/lib/notebooks/schema";
import type { CellError, RunnableCell } from "@/lib/notebooks/protocol";
import { transpileCell } from "@/lib/notebooks/transpile-cell";
import { answerFind, type FindAsked } from "./find/answer-find";
import { answer } from "./language/in-worker";
import type { Asked } from "./language/messages";

export type Transpiled =
  { n: number; ok: true; cell: RunnableCell } | { n: number; ok: false; id: number; error: CellError };

/**
 * Turns cells into what the frame can run, answers about their types, or looks through them: what needs
 * TypeScript lives in one script, and each in a worker of its own.
 */
addEventListener("message", ({ data }: MessageEvent<{ n: number; cell: Cell } | Asked | FindAsked>) => {
  if ("find" in data) postMessage(answerFind(data));
  else if ("question" in data) void answer(data).then((answered) => postMessage(answered));
  else postMessage(transpiled(data));
});

function transpiled({ n, cell }: { n: number; cell: Cell }): Transpiled {
  const made = transpileCell(cell, n);
  return made.ok ? { n, ...made } : { n, id: cell.id, ...made };
}
