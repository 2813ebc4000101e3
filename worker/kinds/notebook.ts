import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format";
import type { ResultOf } from "@/lib/jobs/kinds";
import { notebook, type NotebookSpec } from "@/lib/jobs/kinds/notebook";
import { limits } from "@/lib/limits";
import { countEndings } from "@/lib/notebooks/runs/count-endings";
import { inputsOf } from "@/lib/notebooks/runs/inputs-in-cells";
import { namesInPython } from "@/lib/notebooks/runs/names-in-python";
import type { RunnableCell } from "@/lib/notebooks/protocol";
import { readDatasets, type Read } from "@/lib/notebooks/runtime/read-datasets";
import type { Snapshot } from "@/lib/notebooks/runs/snapshot";
import type { Cell } from "@/lib/notebooks/schema";
import { transpileCell } from "@/lib/notebooks/transpile-cell";
import { callProject } from "../notebook/ask-server";
import { runInRunner, type CellRun } from "../notebook/run-in-runner";
import { startRunner } from "../notebook/start-runner";
import { patiently } from "../patiently";
import type { RunContext } from "../run-context";

/** What is said of a cell that only a page can run, and of what reads its names. */
const noPython = "A Python cell runs on the notebook's page only.";

/** Runs a notebook's cells as who asked for it, and stores what they show. */
export async function runNotebook({ api, job, log, progress }: RunContext): Promise<ResultOf<"notebook">> {
  const spec = notebook.spec.parse(job.spec);
  const { cells } = await api.work<{ cells: Cell[] }>(job);
  const prepared = prepare(cells, spec);
  const { child, isConfined } = await startRunner();
  log(
    isConfined
      ? "Cells run without files and network, confined by bubblewrap"
      : "Cells run without files and network, by Node's own means: bubblewrap is not here or may not",
  );
  const reads = new Map<string, Read>();
  const onRead = (read: Read) => {
    const key = `${read.name}@v${read.number}`;
    if (!reads.has(key)) log(`Read ${key}`);
    reads.set(key, read);
    if (reads.size > limits.notebookReads)
      throw new AppError("TOO_LARGE", `A run reads at most ${limits.notebookReads} versions.`);
  };
  const settled = new Set<number>();
  const call = callProject({ server: api.server, project: spec.project, token: job.token });
  const order = { op: "run" as const, ...prepared.order, seed: spec.seed, now: spec.now };
  const { runs, stopped } = await runInRunner(child, order, {
    answer: async (request) => new Uint8Array(await readDatasets(request, call, onRead)),
    heard: ({ id }) => {
      settled.add(id);
      progress(`Cell ${settled.size} of ${cells.length}`, settled.size, cells.length);
    },
    seconds: limits.notebookRunSeconds,
  });
  const endings = cells.map(({ id }) => ({
    ...{ id, run: prepared.refused.get(id) ?? runs.get(id) ?? stoppedRun(stopped) },
  }));
  for (const [ending, count] of Object.entries(countEndings(endings.map(({ run }) => run))))
    if (count > 0) log(`${counted(count, "cell")} ${ending}`);
  const kept: Snapshot = { cells: endings.map(({ id, run }) => ({ id, parts: run.parts })) };
  const stored = await patiently(() => api.put(job, new TextEncoder().encode(JSON.stringify(kept))));
  return {
    ...stored,
    cells: endings.map(({ id, run: { ending, milliseconds } }) => ({ id, ending, milliseconds })),
    reads: [...reads.values()],
  };
}

function stoppedRun(why: string | null): CellRun {
  const text = `It did not come to its end: ${why ?? "the run was over"}.`;
  return { ending: "stopped", milliseconds: 0, parts: [{ kind: "note", text }] };
}

/**
 * Cells as functions, and those that cannot be run with what is said of them.
 * @throws {AppError} INVALID for an input that no cell has
 */
function prepare(cells: readonly Cell[], { inputs }: NotebookSpec) {
  const runnable: RunnableCell[] = [];
  const refused = new Map<number, CellRun>();
  const missing: Record<string, string> = {};
  for (const cell of cells) {
    if (cell.mode === "python") {
      refused.set(cell.id, { ending: "skipped", milliseconds: 0, parts: [{ kind: "note", text: noPython }] });
      for (const name of namesInPython(cell.source))
        missing[name] = `${name} comes from a Python cell, which runs on the notebook's page only.`;
      continue;
    }
    const made = transpileCell(cell, 1);
    if (made.ok) runnable.push(made.cell);
    else
      refused.set(cell.id, { ending: "failed", milliseconds: 0, parts: [{ kind: "error", ...made.error }] });
  }
  const own = runnable.flatMap(inputsOf);
  const unknown = Object.keys(inputs).find((name) => !own.includes(name));
  if (unknown !== undefined)
    throw new AppError(
      "INVALID",
      `The notebook has no input called ${unknown}. ` +
        (own.length > 0 ? `It has ${own.join(", ")}.` : "A cell makes one by view(…)."),
    );
  return { order: { cells: runnable, inputs, missing }, refused };
}
