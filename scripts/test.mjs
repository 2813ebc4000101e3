// `npm test`: everything that proves the product, fast parts first: the checks of `npm run check`, the build,
// unit and database tests, long ones, browser journeys. The last line adds up all of them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { checks } from "./check.mjs";
import {
  ensureBuilt,
  ensureClients,
  ensureInstalled,
  ensureRouteTypes,
  fail,
  pinnedNode,
  requireNode,
  run,
} from "./set-up.mjs";

const only = process.argv[2];
const left = [];
const failures = [];
const totals = { passed: 0, failed: 0, skipped: 0 };

requireNode();
await timed("install", async () => {
  await ensureInstalled({ tests: true });
  await ensureClients();
  await ensureRouteTypes();
});
mkdirSync("test-results", { recursive: true });
for (const [name, args] of checks) await step(name, args);
await timed("build", ensureBuilt);

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
const mariadb = ensurePackage("MariaDB", () => existsSync("/usr/sbin/mariadbd"), "mariadb-server");
const clients = await timed("Python clients", () => ["newest", "second"].map(ensureClient));
const java = ensurePackage(
  "Java with Maven",
  () => spawnSync("sh", ["-c", "command -v mvn && command -v java"]).status === 0,
  "maven default-jre-headless",
);

await vitest("unit and database tests", "fast");
await vitest("long tests", "long");
if (chromium) {
  await counted(
    "browser journeys",
    ["node_modules/@playwright/test/cli.js", "test"],
    "test-results/playwright.json",
    ({ stats }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
    }),
    (report) => failedSpecs(report.suites),
  );
} else totals.skipped += 1;
if (clients.includes(false))
  left.push("Real MLflow clients for Python: Python 3 with venv and a package index are needed.");
if (!java) left.push("The MLflow client for Java, HDFS as a source: Java and Maven are needed.");
if (!postgres) left.push("The PostgreSQL half of the database tests: no PostgreSQL is installed.");
if (!mariadb) left.push("Sources in MariaDB: no MariaDB is installed.");
if (!existsSync("../shared/data/nasa.csv"))
  left.push(
    "Tests on the real near-earth-object file: ../shared/data/nasa.csv is not here; " +
      "the simulated sample was used.",
  );

for (const sentence of failures) console.log(`Failed: ${sentence}`);
for (const sentence of left) console.log(`Left out: ${sentence}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);

/** Does a part and says how long it took. */
async function timed(name, work) {
  const started = performance.now();
  const result = await work();
  console.log(`${name}: ${secondsSince(started)}`);
  return result;
}

async function step(name, args) {
  if (only && only !== name) return;
  const started = performance.now();
  const { code } = await run(pinnedNode, args);
  totals[code === 0 ? "passed" : "failed"] += 1;
  console.log(`${name}: ${code === 0 ? "passed" : "failed"} in ${secondsSince(started)}`);
}

function vitest(name, project) {
  const file = `test-results/vitest-${project}.json`;
  return counted(
    name,
    [
      ...["node_modules/vitest/vitest.mjs", "run", `--project=${project}`, "--reporter=default"],
      ...["--reporter=json", `--outputFile.json=${file}`],
    ],
    file,
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1),
      skipped: report.numPendingTests + report.numTodoTests,
    }),
    (report) =>
      report.testResults.flatMap((file) =>
        file.assertionResults
          .filter(({ status }) => status === "failed")
          .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]?.split("\n")[0] ?? ""}`),
      ),
  );
}

/** Titles of the browser journeys that did not pass, with their files. */
function failedSpecs(suites) {
  return suites.flatMap((suite) => [
    ...failedSpecs(suite.suites ?? []),
    ...(suite.specs ?? []).filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`),
  ]);
}

async function counted(name, args, file, count, failed) {
  if (only && !name.startsWith(only)) return;
  rmSync(file, { force: true });
  const started = performance.now();
  const { code } = await run(pinnedNode, args);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const found = report ? count(report) : { passed: 0, failed: 1, skipped: 0 };
  failures.push(...(report ? failed(report) : [`${name} ended without a report`]));
  if (code !== 0 && found.failed === 0) found.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += found[key];
  console.log(
    `${name}: ${found.passed} passed, ${found.failed} failed, ` +
      `${found.skipped} skipped in ${secondsSince(started)}`,
  );
}

function secondsSince(started) {
  return `${((performance.now() - started) / 1_000).toFixed(1)} s`;
}

/** An unmodified MLflow client in a Python environment of its own; true where it is there. */
function ensureClient(name) {
  const folder = `.cache/mlflow-${name}`;
  const list = `tests/tracking/clients/${name}.txt`;
  const wanted = readFileSync(list, "utf8");
  if (existsSync(`${folder}/complete.txt`) && readFileSync(`${folder}/complete.txt`, "utf8") === wanted)
    return true;
  const hasVenv = () => spawnSync("python3", ["-c", "import ensurepip, venv"]).status === 0;
  if (!ensurePackage("Python with venv", hasVenv, "python3-venv")) return false;
  console.log(`Installing MLflow's ${name} Python client for the tests.`);
  const install = [
    `python3 -m venv ${folder}`,
    `${folder}/bin/pip install -q --disable-pip-version-check -r ${list}`,
    `cp ${list} ${folder}/complete.txt`,
  ].join(" && ");
  const made = spawnSync("sh", ["-c", install], { stdio: ["ignore", "ignore", "inherit"] });
  if (made.status !== 0 && process.env.CI)
    fail(`MLflow's ${name} Python client could not be installed from ${list}.`);
  return made.status === 0;
}

/**
 * A part that Debian packages: taken as it is, installed when root, left out with a line elsewhere;
 * in CI it must be there.
 */
function ensurePackage(name, isThere, packageName, before = () => undefined) {
  if (isThere()) return true;
  if (process.getuid?.() === 0 && spawnSync("which", ["apt-get"]).status === 0) {
    console.log(`Installing ${name}.`);
    before();
    const flags = "-y -qq --no-install-recommends";
    const install = `DEBIAN_FRONTEND=noninteractive apt-get install ${flags} ${packageName}`;
    spawnSync("sh", ["-c", `apt-get update -qq && ${install}`], { stdio: ["ignore", "ignore", "inherit"] });
    if (isThere()) return true;
  }
  if (process.env.CI) fail(`${name} is missing and could not be installed: apt-get install ${packageName}`);
  left.push(`${name} is not installed (apt-get install ${packageName}).`);
  return false;
}
