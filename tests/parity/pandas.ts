import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pythonOf } from "../tracking/peer";

/** A script and the Parquet file that it reads. */
export type Script = { source: string; file: string };
/** What a script made: columns in order, their cells; dates as microseconds in text. */
export type Made = { columns: string[]; cells: (string | number | boolean | null)[][] } | { error: string };

/** A Python with pandas, or null. @throws where a machine that must have one has none */
export function pandasPython(): string | null {
  const python = pythonOf("newest");
  if (!python && process.env.CI === "true") throw new Error("There is no Python with pandas in .cache.");
  return python;
}

/** Runs scripts in one process of Python. */
export function runScripts(python: string, scripts: readonly Script[]): Made[] {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-parity-"));
  try {
    const names = scripts.map((_, i) => path.join(folder, `r${String(i).padStart(4, "0")}`));
    scripts.forEach(({ source, file }, i) => {
      writeFileSync(`${names[i]!}.py`, source);
      writeFileSync(`${names[i]!}.txt`, file);
    });
    const { status, stderr } = spawnSync(python, ["tests/parity/run_recipes.py", folder], {
      encoding: "utf8",
      timeout: 240_000,
    });
    if (status !== 0) throw new Error(stderr);
    return names.map((name) => JSON.parse(readFileSync(`${name}.json`, "utf8")) as Made);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
