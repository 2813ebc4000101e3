import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EngineRequests } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { bytes as bytesText, counted } from "@/lib/format";
import { runEngine } from "../engine-process";
import { patiently } from "../patiently";
import { passCounter, percentWords } from "../pass-counter";
import type { RunContext } from "../run-context";

type Kind = "import" | "recipe" | "synthetic";
type Files = { file: string; parts: string[]; out: string };
type Input<K extends Kind> = (files: Files) => EngineRequests[K]["input"];

/**
 * Does what makes a table: fetches the file that it is made from, asks the engine, and stores the Parquet.
 *
 * @param bytes how long the file is
 * @param sha256 what it must hash to, where the job says so
 * @param parts other files that it is made from, and how long they are
 * @param reading how progress calls the engine's work, such as "Reading the file"
 */
export async function makeTable<K extends Kind>(
  { api, job, log, progress }: RunContext,
  kind: K,
  {
    bytes,
    sha256,
    parts = [],
    reading,
    input,
  }: {
    bytes: number;
    sha256?: string;
    parts?: { part: string; bytes: number }[];
    reading: string;
    input: Input<K>;
  },
) {
  const folder = mkdtempSync(path.join(tmpdir(), "table-"));
  const [file, out] = [path.join(folder, "source"), path.join(folder, "table.parquet")];
  try {
    const fetch = async (to: string, length: number, part?: string) => {
      const fetching = shareOf(length, "Fetching the file", progress);
      const fetched = await patiently(() => api.save(job, to, fetching, part));
      if (fetched.bytes !== length || (!part && sha256 && fetched.sha256 !== sha256))
        throw new AppError("DAMAGED", "The file did not arrive as it was uploaded.");
      log(`Fetched ${bytesText(fetched.bytes)}, SHA-256 ${fetched.sha256}`);
      return to;
    };
    await fetch(file, bytes);
    const fetched: string[] = [];
    for (const { part, bytes: length } of parts)
      fetched.push(await fetch(path.join(folder, part), length, part));

    const started = performance.now();
    const passes = passCounter(reading);
    const made = await runEngine(kind, input({ file, parts: fetched, out }), {
      folder: path.join(folder, "engine"),
      progress: (percent) => progress(passes(percent), percent, 100),
    });
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    log(`Made ${counted(made.rows, "row")} of ${counted(made.columns.length, "column")} in ${seconds} s`);

    const { size } = statSync(out);
    const storing = shareOf(size, "Storing the table", progress);
    const stored = await patiently(() => api.store(job, out, storing));
    log(`Stored ${bytesText(stored.bytes)} as Parquet, SHA-256 ${stored.sha256}`);
    return { made, stored };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells of bytes that pass, once for each percent of all of them. */
function shareOf(bytes: number, name: string, progress: RunContext["progress"]): (done: number) => void {
  let last = -1;
  return (done) => {
    const percent = bytes > 0 ? Math.min(100, Math.floor((done / bytes) * 100)) : 100;
    if (percent === last) return;
    last = percent;
    progress(percentWords(name, percent), percent, 100);
  };
}
