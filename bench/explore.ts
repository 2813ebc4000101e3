import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { EngineRequests, Kind } from "@/lib/datasets/engine";
import type { Step } from "@/lib/datasets/recipe";
import { limits } from "@/lib/limits";
import { processEngine } from "@/server/data-process";
import { median, report } from "./measure";

const width = 40;
const rows = 1_000_000;

async function makeFile(file: string, seed: number): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  await connection.run(`SELECT setseed(${seed})`);
  const list = Array.from(
    { length: width },
    (_, i) => `(random() + random() + random()) * ${i + 1} AS c${i}`,
  ).join(", ");
  await connection.run(
    `COPY (SELECT ${list}, i AS __row FROM range(${rows}) r(i)) TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
}

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
const files = [path.join(folder, "before.parquet"), path.join(folder, "after.parquet")];
await makeFile(files[0]!, 0.42);
await makeFile(files[1]!, 0.43);
const columns = Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
const tableOf = (file: string): Table => ({ name: "rows", file, columns, rows, masked: [] });
type Table = EngineRequests["rows"]["input"]["table"];
const tables: [Table, Table] = [tableOf(files[0]!), tableOf(files[1]!)];
const engine = processEngine(path.join(folder, "scratch"));
const ask = <K extends Kind>(kind: K, input: EngineRequests[K]["input"]) =>
  engine.run(kind, input, {
    asker: { projectId: "bench", personId: "bench" },
    signal: new AbortController().signal,
    timeout: 600_000,
  });

console.log("What a page of 1,000,000 x 40 waits for, in the data process");
const table = tables[0];
const shape = { bins: 40, log: false, time: null };
const one = { table, column: "c1", target: null, other: null, ...shape };
const steps: Step[] = [
  { kind: "filter", formula: "c0 > 0.3" },
  { kind: "derive", name: "ratio", formula: "c1 / c2" },
  { kind: "missing", columns: ["ratio"], how: "median" },
];
const recipe = { table, steps, limit: 100 };
const measured: [string, () => Promise<unknown>, string][] = [
  [
    "scatter of two columns, 4,000 points",
    () => ask("column", { table, names: ["c1", "c2"], limit: 4_000 }),
    "wanted under 500 ms",
  ],
  ["one column", () => ask("column-detail", one), ""],
  ["one column with another, Kendall over all rows", () => ask("column-detail", { ...one, other: "c2" }), ""],
  ["Kendall of every pair, rows drawn", () => ask("correlation", { table, method: "kendall" }), ""],
  [
    "three steps on the first rows",
    () => ask("preview", { ...recipe, first: limits.previewRows }),
    "wanted under 300 ms",
  ],
  ["three steps and their effects on all rows", () => ask("preview", recipe), ""],
  ["two versions, every column", () => ask("compare-columns", { tables }), ""],
];
for (const [what, act, wanted] of measured) report(what, await median(3, act), null, wanted);
engine.stop();
rmSync(folder, { recursive: true, force: true });
