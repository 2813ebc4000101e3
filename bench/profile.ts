import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { processEngine } from "@/server/data-process";
import { peer, report } from "./measure";
import { width, writeRandomTable } from "./random-table";

type Theirs = { moments: number; quantiles: number; distinct: number; pearson: number };
const times = 3;

/** Greatest memory of the child processes so far, in MB, from the kernel's own account. */
function peakOfChildren(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
  const peaks = children
    .filter(Boolean)
    .map((pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
  return Math.max(0, ...peaks) / 1_000;
}

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
const columns = Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: "number" as const }));
console.log("The whole exact profile, ours beside DuckDB on two threads for the figures that it can give");
for (const rows of [100_000, 1_000_000]) {
  const file = path.join(folder, `${rows}.parquet`);
  await writeRandomTable(file, rows);
  const taken: { all: number; first: number }[] = [];
  const engine = processEngine(path.join(folder, "scratch"));
  for (let i = 0; i <= times; i++) {
    const started = performance.now();
    let first = 0;
    await engine.run(
      "profile",
      { table: { name: "rows", file, columns, rows, masked: [] }, target: null },
      {
        asker: { projectId: "bench", personId: "bench" },
        signal: new AbortController().signal,
        timeout: 600_000,
        progress: () => (first ||= performance.now() - started),
      },
    );
    if (i > 0) taken.push({ all: performance.now() - started, first });
  }
  const middle = (key: "all" | "first") =>
    taken.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(times / 2)]!;
  const theirs = peer<Theirs>(process.argv[2]!, "bench/profile.py", [file, String(width)]);
  const sum = theirs.moments + theirs.quantiles + theirs.distinct + theirs.pearson;
  report(
    `${rows.toLocaleString("en")} x 40, all figures`,
    middle("all"),
    sum,
    rows === 1_000_000 ? "wanted 2x, under 5 s" : "",
  );
  if (rows === 100_000)
    report(
      `${rows.toLocaleString("en")} x 40, beside ydata-profiling`,
      middle("all"),
      peer<{ all: number }>(process.env.YDATA_PYTHON!, "bench/ydata.py", [file]).all,
      "wanted 60x",
    );
  report(`${rows.toLocaleString("en")} x 40, first figures`, middle("first"), null, "wanted under 1,000 ms");
  report(
    `${rows.toLocaleString("en")} x 40, peak memory`,
    peakOfChildren(),
    null,
    "wanted under 1,000 MB",
    "MB",
  );
  engine.stop();
}
rmSync(folder, { recursive: true, force: true });
