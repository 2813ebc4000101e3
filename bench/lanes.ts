import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { processEngine } from "@/server/data-process";

const width = 40;
const rows = Number(process.argv[3] ?? 1_000_000);
const asks = 200;
const folder = mkdtempSync(path.join(tmpdir(), "perihelion-lanes-"));
const file = path.join(folder, "data.csv");
const columns = Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
const askedBy = (projectId: string, personId: string, signal = new AbortController().signal) => ({
  asker: { projectId, personId },
  signal,
  timeout: 600_000,
});

/**
 * Seconds that DuckDB alone takes from the CSV to Parquet with the order of rows kept, on as many threads.
 */
async function baseline(): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const list = columns.map(({ name }, i) => `(random() * ${i + 1})::FLOAT AS ${name}`).join(", ");
  await connection.run(`COPY (SELECT ${list} FROM range(${rows})) TO '${file}' (FORMAT csv, HEADER)`);
  const started = performance.now();
  await connection.run("SET preserve_insertion_order = true");
  await connection.run(
    `COPY (FROM read_csv('${file}')) TO '${path.join(folder, "their.parquet")}'
     (FORMAT parquet, COMPRESSION zstd)`,
  );
  const seconds = (performance.now() - started) / 1_000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

/** The 50th and 95th percentile of how long a page of rows takes, in milliseconds. */
async function pages(engine: ReturnType<typeof processEngine>, table: string): Promise<[number, number]> {
  const times: number[] = [];
  for (let i = 0; i < asks; i++) {
    const started = performance.now();
    const named = { name: "rows", file: table, columns, rows, masked: [] };
    await engine.run("rows", { table: named, offset: (i * 997) % rows, limit: 100 }, askedBy("quiet", "ana"));
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return [times[Math.floor(asks / 2)]!, times[Math.floor(asks * 0.95)]!];
}

const theirs = await baseline();
const engine = processEngine(path.join(folder, "scratch"));
const out = engine.scratch();
const { size: bytes } = statSync(file);
const started = performance.now();
await engine.run("import", { file, bytes, format: "csv", out }, askedBy("quiet", "ana"));
const ours = (performance.now() - started) / 1_000;
console.log(`Import of ${(bytes / 1e6).toFixed(0)} MB, ${rows.toLocaleString("en")} x ${width}`);
console.log(
  `  ours ${ours.toFixed(1)} s, DuckDB's own COPY ${theirs.toFixed(1)} s: ` +
    `${(ours / theirs).toFixed(2)}x (wanted 2x)`,
);

const alone = await pages(engine, out);
const leaving = new AbortController();
const endless = "select count(*) from range(1000000000) a, range(1000000) b where a.range * b.range % 7 = 3";
const heavy = Array.from({ length: 8 }, (_, i) =>
  engine
    .run("query", { sql: endless, tables: [], limit: 1 }, askedBy("busy", `person ${i}`, leaving.signal))
    .catch(() => null),
);
const beside = await pages(engine, out);
leaving.abort();
await Promise.all(heavy);
console.log(`A page of 100 rows, ${asks} times, median and 95th percentile`);
console.log(`  alone ${alone.map((ms) => ms.toFixed(0)).join(" / ")} ms`);
console.log(
  `  beside eight endless queries of another project ${beside.map((ms) => ms.toFixed(0)).join(" / ")} ms`,
);
console.log(`  95th percentile: ${(beside[1] / alone[1]).toFixed(1)}x`);
engine.stop();
rmSync(folder, { recursive: true, force: true });
