import { readFile } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import { decodeModel, type Model } from "@/lib/ml/model";
import { answerRows } from "@/lib/registry/predict";
import type { ScoreRequest } from "@/lib/registry/scorer";

const modelsKept = 4;
const loaded = new Map<string, Model>();

/** Keeps the models asked last, so that the next question finds them in memory. */
async function modelIn(file: string): Promise<Model> {
  const model = loaded.get(file) ?? decodeModel(await readFile(file));
  loaded.delete(file);
  loaded.set(file, model);
  const [oldest] = loaded.keys();
  if (loaded.size > modelsKept && oldest) loaded.delete(oldest);
  return model;
}

async function answer({ file, signature, rows }: ScoreRequest): Promise<void> {
  process.send!({ op: "begun" });
  try {
    const model = await modelIn(file);
    const started = performance.now();
    const predictions = answerRows(model, signature, rows);
    process.send!({ op: "done", output: { predictions, milliseconds: performance.now() - started } });
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    process.send!({ op: "failed", code, message: error instanceof Error ? error.message : String(error) });
  }
}

process.on("message", (request: ScoreRequest) => void answer(request));
process.on("disconnect", () => process.exit(0)); // the server is gone: so are we
