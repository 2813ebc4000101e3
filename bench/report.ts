import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { reportFile } from "@/lib/datasets/report/html-file";
import { processEngine } from "@/server/data-process";
import { median, peer, report } from "./measure";
import { width, writeRandomTable } from "./random-table";

const rows = 100_000;

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
const [plain, numbered] = [path.join(folder, "plain.parquet"), path.join(folder, "rows.parquet")];
await writeRandomTable(plain, rows, numbered);
const engine = processEngine(path.join(folder, "scratch"));
const columns = Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
const styles = readFileSync("app/styles/tokens.css", "utf8") + readFileSync("app/styles/report.css", "utf8");
const made = () =>
  engine.run(
    "report",
    { table: { name: "rows", file: numbered, columns, rows, masked: [] }, target: null, pairs: null },
    {
      asker: { projectId: "bench", personId: "bench" },
      signal: new AbortController().signal,
      timeout: 600_000,
    },
  );
const provenance = {
  project: "Bench",
  dataset: "rows",
  version: 1,
  sha256: "",
  bytes: 1,
  origin: "sample",
  source: "",
  sourceSha256: null,
  simulated: true,
  synthetic: false,
  madeAt: new Date().toISOString(),
  madeBy: "bench",
  reportedAt: new Date().toISOString(),
  reportedBy: "bench",
};
console.log("A whole quality report as HTML, ours beside ydata-profiling’s default one");
const ours = await median(3, async () => reportFile({ ...(await made()), provenance }, styles));
const theirs = peer<{ all: number }>(process.env.YDATA_PYTHON!, "bench/ydata.py", [plain, "html"]);
report(`${rows.toLocaleString("en")} x 40, report as HTML`, ours, theirs.all, "wanted 60x");
engine.stop();
rmSync(folder, { recursive: true, force: true });
