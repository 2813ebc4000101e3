import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { fetchSource, type SourceAsk } from "./sources";

/** What is asked of a source that is tried. */
export type Probe = Pick<SourceAsk, "kind" | "config" | "secret" | "file" | "upload" | "allowPrivate">;

async function answer(probe: Probe): Promise<void> {
  process.send!({ op: "begun" });
  try {
    const output = await fetchSource({
      ...probe,
      validators: null,
      amount: { rows: limits.probeRows, bytes: limits.probeBytes, cut: true },
      signal: new AbortController().signal, // to stop it, this process is killed
      progress: () => undefined,
    });
    process.send!({ op: "done", output });
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    process.send!({ op: "failed", code, message: error instanceof Error ? error.message : String(error) });
  }
}

process.on("message", (probe: Probe) => void answer(probe));
process.on("disconnect", () => process.exit(0)); // the server is gone: so are we
