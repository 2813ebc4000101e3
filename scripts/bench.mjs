// `npm run bench`: speed, each figure beside its peer in the same run.
// Needs Python 3 with venv for the peers.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { ensureBuilt, ensureInstalled, fail, pinnedNode, requireNode } from "./set-up.mjs";

requireNode();
await ensureInstalled({ tests: true });
await ensureBuilt();
const python = pythonWith("python", "bench/requirements.txt", "scikit-learn, DuckDB, numpy, MLflow");
const { build } = await import("esbuild");
const entries = {
  training: "bench/training.ts",
  profile: "bench/profile.ts",
  report: "bench/report.ts",
  explore: "bench/explore.ts",
  import: "bench/import.ts",
  lanes: "bench/lanes.ts",
  server: "bench/server.ts",
  tracking: "bench/tracking.ts",
  beside: "bench/beside.ts",
  soak: "bench/soak.ts",
};
await build({
  entryPoints: entries,
  outdir: "dist/bench",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  packages: "external",
  logLevel: "warning",
});
const [wanted, ...options] = process.argv.slice(2);
// It asks for older versions of what the other peers use, and stands apart.
const ydata =
  !wanted || wanted === "profile" || wanted === "report"
    ? pythonWith("ydata", "bench/requirements-ydata.txt", "ydata-profiling")
    : "";
for (const name of Object.keys(entries).filter((entry) => (wanted ? wanted === entry : entry !== "soak"))) {
  const { status } = spawnSync(pinnedNode, ["--expose-gc", `dist/bench/${name}.mjs`, python, ...options], {
    stdio: "inherit",
    env: { ...process.env, YDATA_PYTHON: ydata },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** A Python environment with some of the peers, made once. */
function pythonWith(name, requirements, peers) {
  const folder = `.cache/${name}`;
  if (existsSync(`${folder}/complete`)) return `${folder}/bin/python`;
  console.log(`Installing the peers (${peers}) for Python.`);
  const made = spawnSync(
    "sh",
    [
      "-c",
      `python3 -m venv ${folder} && ` +
        `${folder}/bin/pip install -q --disable-pip-version-check -r ${requirements} && ` +
        `touch ${folder}/complete`,
    ],
    { stdio: "inherit" },
  );
  if (made.status !== 0)
    fail(`The peers (${peers}) could not be installed: Python 3 with venv and a package index are needed.`);
  return `${folder}/bin/python`;
}
