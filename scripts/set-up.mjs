// What both `npm start` and `npm test` do first: install, generate, build, each only when stale.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "..");
export const pinnedNode = path.join(
  root,
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);
const stamps = path.join(root, ".cache");
process.chdir(root);

export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(
      `Perihelion needs Node 20.19 or newer to start; this is ${process.versions.node}. ` +
        "It then uses a Node of its own.",
    );
}

/** Installs packages when the lock file has changed since the last time; tests need more than a start. */
export async function ensureInstalled({ tests }) {
  const wanted = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  const kind = tests ? "all" : "run";
  const [installed, how] = read("installed").split(" ");
  if (installed === wanted && (how === "all" || how === kind) && existsSync(pinnedNode)) return;

  console.log("Installing packages. The first time takes a minute or two.");
  // onnxruntime-node would fetch CUDA on install; only its CPU part, which is in the package, is used,
  // in tests.
  const env = {
    ...process.env,
    ONNXRUNTIME_NODE_INSTALL: "skip",
    ONNXRUNTIME_NODE_INSTALL_CUDA: "skip",
    NODE_ENV: "",
  };
  const npm = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", []];
  const { code, output } = await run(
    npm[0],
    [...npm[1], "ci", "--no-audit", "--no-fund", "--loglevel=error", ...(tests ? [] : ["--omit=dev"])],
    { env, quiet: true },
  );
  if (code !== 0) {
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(output))
      fail(
        "Packages could not be fetched: no package registry can be reached. " +
          "Connect this machine to the internet (or to your mirror) for the first start; " +
          "later starts need none.",
      );
    fail(`Packages could not be installed:\n${output.trim()}`);
  }
  if (!existsSync(pinnedNode))
    fail(
      "The package `node` brought no binary for this machine. " +
        "Allow its install script (npm install-scripts approve node) and start again.",
    );
  write("installed", `${wanted} ${kind}`);
}

/** Generates the database clients, which types need, when the schema has changed. */
export async function ensureClients() {
  const wanted = createHash("sha256").update(readFileSync("prisma/schema.prisma")).digest("hex");
  if (existsSync("prisma/generated/postgresql/client.ts") && read("clients") === wanted) return;
  const { code, output } = await run(pinnedNode, ["scripts/build.mjs", "clients"], { quiet: true });
  if (code !== 0) fail(`The database clients could not be generated:\n${output.trim()}`);
  write("clients", wanted);
}

/**
 * Writes the types of the pages' addresses, which a build would write too, but only after types were checked.
 */
export async function ensureRouteTypes() {
  const { code, output } = await run(pinnedNode, ["node_modules/next/dist/bin/next", "typegen"], {
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    quiet: true,
  });
  if (code !== 0) fail(`The types of the pages could not be written:\n${output.trim()}`);
}

/** Builds when a source file has changed since the last build. */
export async function ensureBuilt() {
  const wanted = fingerprint();
  const complete = [
    ".next/BUILD_ID",
    "dist/server.mjs",
    "public/assets/names.json",
    "prisma/generated/postgresql/client.ts",
  ].every((file) => existsSync(file));
  if (complete && read("built") === wanted) return;
  console.log("Building Perihelion.");
  const { code, output } = await run(pinnedNode, ["scripts/build.mjs"], {
    env: { ...process.env, NODE_ENV: "production" },
    quiet: true,
  });
  if (code !== 0) fail(`The build failed:\n${output.trim()}`);
  write("built", wanted);
}

const built = [
  "app",
  "components",
  "engine",
  "lib",
  "prisma/schema.prisma",
  "server",
  "worker",
  "scripts/build.mjs",
  "scripts/bundle.mjs",
  "scripts/compress.mjs",
  "scripts/generate.mjs",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

function fingerprint() {
  const hash = createHash("sha256");
  for (const entry of built) {
    const files = statSync(entry).isDirectory()
      ? readdirSync(entry, { recursive: true, encoding: "utf8" }).map((file) => path.join(entry, file))
      : [entry];
    for (const file of files.sort()) {
      const { mtimeMs, size } = statSync(file);
      if (!/\.test\.tsx?$/.test(file) && statSync(file).isFile()) hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/** Runs a command to its end; with `quiet`, its output is kept and shown only by the caller. */
export function run(command, args, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    let output = "";
    const take = (chunk) => (output += chunk);
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function read(stamp) {
  const file = path.join(stamps, stamp);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function write(stamp, text) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(path.join(stamps, stamp), text);
}
