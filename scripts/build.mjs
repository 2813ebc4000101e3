// Builds everything that `npm start` runs: database clients, server, worker, data process, the
// notebook's frame, the editor, and the pages. Runs under the pinned Node.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { build } from "esbuild";

const only = process.argv[2];
process.env.NEXT_TELEMETRY_DISABLED = "1";
const say = (what) => console.log(`  ${what}`);

function node(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

if (!only || only === "clients") {
  say("Database clients");
  node("scripts/generate.mjs");
}

if (!only || only === "server") {
  say("Server, worker and data process");
  await build({
    entryPoints: {
      server: "server/main.ts",
      worker: "worker/main.ts",
      trainer: "worker/trainer.ts",
      grower: "worker/grow-part.ts",
      engine: "engine/main.ts",
    },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
    tsconfig: "tsconfig.json",
  });
}

if (!only || only === "assets") {
  say("Notebook frame and editor");
  mkdirSync("public/assets", { recursive: true });
  const browser = {
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    outdir: "public/assets",
    loader: { ".ttf": "file", ".woff2": "file" },
  };
  await build({ ...browser, entryPoints: { frame: "components/notebooks/frame/main.ts" }, format: "iife" });
  await build({
    ...browser,
    entryPoints: { transpile: "components/notebooks/transpile-worker.ts" },
    format: "iife",
  });
  await build({
    ...browser,
    entryPoints: { editor: "components/notebooks/editor/monaco.ts" },
    format: "esm",
    assetNames: "[name]",
  });
  await build({
    ...browser,
    entryPoints: { "editor-worker": "monaco-editor/editor/editor.worker.js" },
    format: "iife",
  });
}

if (!only || only === "pages") {
  say("Pages");
  node("node_modules/next/dist/bin/next", "build");
}
