import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { importFile } from "@/engine/import";
import { previewImport } from "@/engine/import-preview";
import { limits } from "@/lib/limits";
import { report } from "./measure";

const rows = Number(process.argv[3] ?? 1_000_000);
const times = 3;
const folder = mkdtempSync(path.join(tmpdir(), "perihelion-import-"));
const file = path.join(folder, "data.csv");

/** Numbers, whole numbers, words, truth values and dates: 40 columns, about 300 bytes a row. */
const columns = [
  "i AS id",
  ...Array.from({ length: 26 }, (_, k) => `(random() * ${k + 1})::FLOAT AS c${k}`),
  ...Array.from({ length: 6 }, (_, k) => `(random() * 1000000)::INT AS n${k}`),
  "'word ' || (i % 1000) AS w0",
  "'body ' || (random() * 100000)::INT AS w1",
  "(random() < 0.2)::VARCHAR AS b0",
  "(random() < 0.5)::VARCHAR AS b1",
  "CASE WHEN random() < 0.9 THEN random()::FLOAT END AS m0",
  "TIMESTAMP '2000-01-01' + INTERVAL (i) SECOND AS t0",
  "DATE '2000-01-01' + (i % 5000)::INT AS d0",
];

/** Numbers such as 1,234.56, of which a column in every second row has groups. */
const grouped = Array.from(
  { length: 20 },
  (_, k) => `format('{:,.2f}', random() * ${k % 2 === 0 ? 1_000_000 : 1_000}) AS g${k}`,
);

async function withDuckDb(act: (run: (sql: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: limits.dataMemory });
  const connection = await instance.connect();
  await connection.run("SET preserve_insertion_order = true");
  await act((sql) => connection.run(sql));
  connection.closeSync();
  instance.closeSync();
}

async function seconds(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The greatest memory of this process so far, in MB, from the kernel's own account. */
function peak(): number {
  return Number(readFileSync("/proc/self/status", "utf8").match(/VmHWM:\s+(\d+)/)?.[1] ?? 0) / 1_000;
}

const writeCsv = (to: string, parts: readonly string[]) =>
  withDuckDb((run) =>
    run(`COPY (SELECT ${parts.join(", ")} FROM range(${rows}) r(i)) TO '${to}' (FORMAT csv, HEADER)`).then(
      () => {},
    ),
  );
await writeCsv(file, columns);
const { size: bytes } = statSync(file);
const [mine, copied] = ["our.parquet", "their.parquet"].map((name) => path.join(folder, name)) as [
  string,
  string,
];
async function compare(from: string, options = ""): Promise<[number, number]> {
  const copy = `COPY (FROM read_csv('${from}'${options})) TO '${copied}' (FORMAT parquet, COMPRESSION zstd)`;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    theirs.push(await seconds(() => withDuckDb((run) => run(copy).then(() => {}))));
    ours.push(await seconds(() => importFile({ file: from, format: "csv", out: mine })));
  }
  return [middle(ours), middle(theirs)];
}

const [ours, theirs] = await compare(file);
const previews: number[] = [];
for (let i = 0; i < times; i++)
  previews.push(await seconds(() => previewImport({ file, bytes, format: "csv", rows: 100 })));
const groupedFile = path.join(folder, "grouped.csv");
await writeCsv(groupedFile, ["i AS id", ...grouped]);
const [oursGrouped, theirsGrouped] = await compare(groupedFile, ", thousands = ','");
console.log("Import of a CSV file, beside DuckDB's own COPY with the order kept, threads and memory alike");
const what = `${rows.toLocaleString("en")} x ${columns.length}, ${(bytes / 1e6).toFixed(0)} MB`;
report(what, ours, theirs, "wanted at least 0.5x");
report("preview of its first 100 rows", middle(previews), null, "wanted under 300 ms");
report(`${rows.toLocaleString("en")} x 21, marks of thousands`, oursGrouped, theirsGrouped, "wanted 0.5x");
report("peak memory of both", peak(), null, "wanted under 1,000 MB", "MB");
rmSync(folder, { recursive: true, force: true });
