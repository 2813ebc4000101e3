// `npm run bench`: speed, each figure beside its peer in the same run. Needs Python 3 with venv for the peers.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { ensureBuilt, ensureInstalled, fail, pinnedNode, requireNode } from "./set-up.mjs";

requireNode();
await ensureInstalled({ tests: true });
await ensureBuilt();
const python = ".cache/python/bin/python";
if (!existsSync(python)) {
  console.log("Installing the peers (scikit-learn, DuckDB, numpy, MLflow) for Python.");
  const made = spawnSync("sh", ["-c", "python3 -m venv .cache/python && .cache/python/bin/pip install -q -r bench/requirements.txt"], { stdio: "inherit" });
  if (made.status !== 0) fail("The peers could not be installed: Python 3 with venv and a package index are needed.");
}
const { build } = await import("esbuild");
const entries = { training: "bench/training.ts", profile: "bench/profile.ts", server: "bench/server.ts", tracking: "bench/tracking.ts" };
await build({ entryPoints: entries, outdir: "dist/bench", outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", target: "node24", packages: "external", logLevel: "warning" });
const [wanted, ...options] = process.argv.slice(2);
for (const name of Object.keys(entries).filter((entry) => !wanted || wanted === entry)) {
  const { status } = spawnSync(pinnedNode, ["--expose-gc", `dist/bench/${name}.mjs`, python, ...options], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
