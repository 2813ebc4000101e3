// `npm test`: everything that proves the product, fast parts first. The last line adds up all of it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureBuilt, ensureInstalled, fail, pinnedNode, requireNode, run } from "./set-up.mjs";

requireNode();
await ensureInstalled({ tests: true });
await ensureBuilt();
const left = [];
const totals = { passed: 0, failed: 0, skipped: 0 };
const only = process.argv[2];
mkdirSync("test-results", { recursive: true });

const postgres = ensurePackage(
  "PostgreSQL",
  () => existsSync("/usr/lib/postgresql"),
  "postgresql",
  () => {
    mkdirSync("/etc/postgresql-common", { recursive: true });
    spawnSync("sh", ["-c", "echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf"]);
  },
);
const chromium = ensurePackage("Chromium", () => existsSync("/usr/bin/chromium"), "chromium");

const clients = ["newest", "second"].map(ensureClient);
const java = ensurePackage(
  "Java with Maven",
  () => spawnSync("sh", ["-c", "command -v mvn && command -v java"]).status === 0,
  "maven default-jre-headless",
);

await step("types", ["node_modules/typescript/bin/tsc", "-p", "."]);
await step("lint", ["node_modules/eslint/bin/eslint.js", "."]);
await counted(
  "unit and database tests",
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    "--outputFile.json=test-results/vitest.json",
  ],
  "test-results/vitest.json",
  (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  }),
);
if (chromium) {
  await counted(
    "browser journeys",
    ["node_modules/@playwright/test/cli.js", "test"],
    "test-results/playwright.json",
    ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    }),
  );
} else totals.skipped += 1;
if (clients.includes(false))
  left.push("Real MLflow clients for Python: Python 3 with venv and a package index are needed.");
if (!java) left.push("The MLflow client for Java: Java and Maven are needed.");
if (!postgres) left.push("The PostgreSQL half of the database tests: no PostgreSQL is installed.");
if (!existsSync("../shared/data/nasa.csv"))
  left.push(
    "Tests on the real near-earth-object file: ../shared/data/nasa.csv is not here; the simulated sample was used.",
  );

for (const sentence of left) console.log(`Left out: ${sentence}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);

async function step(name, args) {
  if (only && only !== name) return;
  const { code } = await run(pinnedNode, args);
  totals[code === 0 ? "passed" : "failed"] += 1;
  console.log(`${name}: ${code === 0 ? "passed" : "failed"}`);
}

async function counted(name, args, file, count) {
  if (only && !name.startsWith(only)) return;
  rmSync(file, { force: true });
  const { code } = await run(pinnedNode, args);
  const found = existsSync(file)
    ? count(JSON.parse(readFileSync(file, "utf8")))
    : { passed: 0, failed: 1, skipped: 0 };
  if (code !== 0 && found.failed === 0) found.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += found[key];
  console.log(`${name}: ${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped`);
}

/** An unmodified MLflow client in a Python environment of its own; true where it is there. */
function ensureClient(name) {
  const folder = `.cache/mlflow-${name}`;
  const wanted = readFileSync(`tests/tracking/clients/${name}.txt`, "utf8");
  if (existsSync(`${folder}/complete.txt`) && readFileSync(`${folder}/complete.txt`, "utf8") === wanted)
    return true;
  if (
    !ensurePackage(
      "Python with venv",
      () => spawnSync("python3", ["-c", "import ensurepip, venv"]).status === 0,
      "python3-venv",
    )
  )
    return false;
  console.log(`Installing MLflow's ${name} Python client for the tests.`);
  const made = spawnSync(
    "sh",
    [
      "-c",
      `python3 -m venv ${folder} && ${folder}/bin/pip install -q --disable-pip-version-check -r tests/tracking/clients/${name}.txt && cp tests/tracking/clients/${name}.txt ${folder}/complete.txt`,
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  if (made.status !== 0 && process.env.CI)
    fail(`MLflow's ${name} Python client could not be installed from tests/tracking/clients/${name}.txt.`);
  return made.status === 0;
}

/** A part that Debian packages: taken as it is, installed when root, left out with a line elsewhere; never left out in CI. */
function ensurePackage(name, isThere, packageName, before = () => undefined) {
  if (isThere()) return true;
  if (process.getuid?.() === 0 && spawnSync("which", ["apt-get"]).status === 0) {
    console.log(`Installing ${name}.`);
    before();
    spawnSync(
      "sh",
      [
        "-c",
        `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packageName}`,
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    if (isThere()) return true;
  }
  if (process.env.CI) fail(`${name} is missing and could not be installed: apt-get install ${packageName}`);
  left.push(`${name} is not installed (apt-get install ${packageName}).`);
  return false;
}
