import type { Dictionary } from "@/lib/datasets/dictionary";
import type { EngineRequests, Imported, Kind, Progress } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { countMissing } from "./cell-counts";
import { findClusters } from "./clusters";
import { detailColumn } from "./column-detail";
import { correlateColumns } from "./correlation";
import { compareColumns } from "./compare-columns";
import { compareRows } from "./compare-rows";
import { attachColumns } from "./attach";
import { requireChosen } from "./choices";
import { endWithParent } from "./end-with-parent";
import { countFacet } from "./facets";
import { chooseRows } from "./choose-rows";
import { findRows, saveRows } from "./find-rows";
import { exportTable } from "./export";
import { compareTables } from "./changes";
import { importFile } from "./import";
import { previewImport } from "./import-preview";
import { importCells } from "./import-cells";
import { findFromExamples } from "./from-examples";
import { followQueries } from "./follow-queries";
import { linkFiles } from "./links";
import { maskTable } from "./mask";
import { findNearPairs } from "./near-pairs";
import { profileTable } from "./profile";
import { findRowKey } from "./row-key";
import { runAsLane } from "./profile-lane";
import { reportTable } from "./report";
import { readColumns, readRows, runQuery } from "./query";
import { previewRecipe, runRecipe } from "./recipe";
import { planSynthetic, writeSynthetic } from "./synthetic";
import { failingRows, requireExpectations, validateTable } from "./validate";
import { writeFrame } from "./write";

type Handlers = {
  [K in Kind]: (
    input: EngineRequests[K]["input"],
    progress: Progress,
  ) => Promise<EngineRequests[K]["output"]>;
};
type Request<K extends Kind> = { kind: K; input: EngineRequests[K]["input"] };

const handlers: Handlers = {
  import: expecting(importFile),
  choices: requireChosen,
  "import-preview": previewImport,
  cells: expecting(importCells),
  changes: compareTables,
  write: expecting(writeFrame),
  rows: readRows,
  query: runQuery,
  recipe: expecting(runRecipe),
  preview: previewRecipe,
  clusters: findClusters,
  "from-examples": findFromExamples,
  "row-key": findRowKey,
  "near-pairs": findNearPairs,
  facet: countFacet,
  profile: profileTable,
  report: reportTable,
  correlation: correlateColumns,
  column: readColumns,
  export: exportTable,
  mask: maskTable,
  "compare-columns": compareColumns,
  "compare-rows": compareRows,
  "column-detail": detailColumn,
  "find-rows": findRows,
  "save-rows": saveRows,
  "missing-cells": countMissing,
  "choose-rows": chooseRows,
  attach: expecting(attachColumns),
  synthetic: expecting(writeSynthetic),
  "synthesis-plan": planSynthetic,
  validate: validateTable,
  "failing-rows": failingRows,
};

type Making<Input, Output extends Imported> = (input: Input, progress: Progress) => Promise<Output>;

/** What makes a table looks at it once it is written, where something is expected of it. */
function expecting<Input extends { out: string; expect?: Dictionary | undefined }, Output extends Imported>(
  make: Making<Input, Output>,
): Making<Input, Output> {
  return async (input, progress) => {
    const made = await make(input, progress);
    if (!input.expect || input.expect.length === 0) return made;
    const { columns, rows } = made;
    const table = { name: "rows", file: input.out, columns, rows, masked: [] };
    return { ...made, validation: await requireExpectations(table, input.expect) };
  };
}

/** Tells how far the database is of requests whose own code says nothing of it, and whose asker shows it. */
function followed<Output>(kind: Kind, progress: Progress, act: () => Promise<Output>): Promise<Output> {
  const follows = kind === "import" || kind === "recipe";
  return follows ? followQueries((percent) => progress(percent, 100), act) : act();
}

async function answer<K extends Kind>({ kind, input }: Request<K>): Promise<void> {
  process.send!({ op: "begun" });
  const progress: Progress = (done, total, partial) =>
    process.send!({ op: "progress", value: { done, total, ...(partial ? { partial } : {}) } });
  const { linked, withoutPaths } = linkFiles(input);
  try {
    const output = await followed(kind, progress, () => handlers[kind](linked, progress));
    process.send!({ op: "done", output });
  } catch (error) {
    const code =
      error instanceof AppError ? error.code : /Out of Memory/i.test(String(error)) ? "TOO_LARGE" : null;
    const message = withoutPaths(error instanceof Error ? error.message : String(error));
    const choices = error instanceof AppError ? error.choices : undefined;
    process.send!({ op: "failed", code, message, choices });
  }
}

if (!runAsLane()) {
  process.on("message", (request: Request<Kind>) => void answer(request));
  process.on("disconnect", () => process.exit(0)); // the server is gone: so are we
  endWithParent();
}
