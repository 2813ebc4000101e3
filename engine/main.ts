import type { EngineRequests, Kind, Progress } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { exportTable } from "./export";
import { importFile } from "./import";
import { linkFiles } from "./links";
import { profileTable } from "./profile";
import { runAsLane } from "./profile-lane";
import { readColumns, readRows, runQuery } from "./query";
import { previewRecipe, runRecipe } from "./recipe";
import { writeFrame } from "./write";

type Handlers = {
  [K in Kind]: (
    input: EngineRequests[K]["input"],
    progress: Progress,
  ) => Promise<EngineRequests[K]["output"]>;
};
type Request<K extends Kind> = { kind: K; input: EngineRequests[K]["input"] };

const handlers: Handlers = {
  import: importFile,
  write: writeFrame,
  rows: readRows,
  query: runQuery,
  recipe: runRecipe,
  preview: previewRecipe,
  profile: profileTable,
  column: readColumns,
  export: exportTable,
};

async function answer<K extends Kind>({ kind, input }: Request<K>): Promise<void> {
  process.send!({ op: "begun" });
  const progress: Progress = (done, total, partial) =>
    process.send!({ op: "progress", value: { done, total, ...(partial ? { partial } : {}) } });
  const { linked, withoutPaths } = linkFiles(input);
  try {
    process.send!({ op: "done", output: await handlers[kind](linked, progress) });
  } catch (error) {
    const code =
      error instanceof AppError ? error.code : /Out of Memory/i.test(String(error)) ? "TOO_LARGE" : null;
    const message = withoutPaths(error instanceof Error ? error.message : String(error));
    process.send!({ op: "failed", code, message });
  }
}

if (!runAsLane()) {
  process.on("message", (request: Request<Kind>) => void answer(request));
  process.on("disconnect", () => process.exit(0)); // the server is gone: so are we
}
