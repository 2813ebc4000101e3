import type { EngineRequests, Kind, Progress } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { importFile } from "./import";
import { profileTable } from "./profile";
import { runAsLane } from "./profile-lane";
import { readColumns, readRows, runQuery } from "./query";
import { previewRecipe, runRecipe } from "./recipe";
import { writeFrame } from "./write";

const scratch = process.argv[2]!;
type Handlers = {
  [K in Kind]: (
    input: EngineRequests[K]["input"],
    progress: Progress,
  ) => Promise<EngineRequests[K]["output"]>;
};

const handlers: Handlers = {
  import: (input) => importFile(input, scratch),
  write: (input) => writeFrame(input, scratch),
  rows: (input) => readRows(input, scratch),
  query: (input) => runQuery(input, scratch),
  recipe: (input) => runRecipe(input, scratch),
  preview: (input) => previewRecipe(input, scratch),
  profile: (input, progress) => profileTable(input, scratch, progress),
  column: (input) => readColumns(input, scratch),
};

async function answer<K extends Kind>({
  kind,
  input,
}: {
  kind: K;
  input: EngineRequests[K]["input"];
}): Promise<void> {
  const progress: Progress = (done, total, partial) =>
    process.send!({ op: "progress", done, total, ...(partial ? { partial } : {}) });
  try {
    process.send!({ op: "done", output: await handlers[kind](input, progress) });
  } catch (error) {
    const code =
      error instanceof AppError ? error.code : /Out of Memory/i.test(String(error)) ? "TOO_LARGE" : null;
    process.send!({ op: "failed", code, message: error instanceof Error ? error.message : String(error) });
  }
}

if (!runAsLane()) {
  process.on("message", (request: { kind: Kind; input: never }) => void answer(request));
  process.on("disconnect", () => process.exit(0)); // the server is gone: so are we
}
