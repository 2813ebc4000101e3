import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { reportFile } from "@/lib/datasets/report/html-file";
import { processEngine } from "@/server/data-process";
import { median, peer, report } from "./measure";

const width = 40;
const rows = 100_000;

/** The table of the profile's bench, with the row numbers that our versions have. */
async function makeFile(file: string, numbered: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  await connection.run("SELECT setseed(0.42)");
  const list = Array.from(
    { length: width },
    (_, i) => `(random() + random() + random()) * ${i + 1} AS c${i}`,
  ).join(", ");
  await connection.run(`COPY (SELECT ${list} FROM range(${rows})) TO '${file}' (FORMAT parquet)`);
  await connection.run(
    `COPY (SELECT *, row_number() OVER () - 1 AS __row FROM '${file}') TO '${numbered}' (FORMAT parquet)`,
  );
  connection.closeSync();
}

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
const [plain, numbered] = [path.join(folder, "plain.parquet"), path.join(folder, "rows.parquet")];
await makeFile(plain, numbered);
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
