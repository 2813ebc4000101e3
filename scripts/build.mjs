// Builds everything that `npm start` runs: database clients, server, worker, data process, the
// notebook's frame, the editor, and the pages. Runs under the pinned Node.
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { bundleAssets, notebookRunner, programs, rowRuntime } from "./bundle.mjs";
import { compressFolder } from "./compress.mjs";

const only = process.argv[2];
process.env.NEXT_TELEMETRY_DISABLED = "1";

await part("clients", "Database clients", () => node("scripts/generate.mjs"));
await part("server", "Server, worker and data process", () =>
  Promise.all([build(programs), build(notebookRunner), build(rowRuntime)]),
);
await part("assets", "Notebook frame and editor", async () => {
  await bundleAssets({ hashed: true });
  await compressFolder("public/assets");
});
await part("pages", "Pages", async () => {
  node("node_modules/next/dist/bin/next", "build");
  await compressFolder(".next/static");
});

async function part(name, sentence, make) {
  if (only && only !== name) return;
  console.log(`  ${sentence}`);
  await make();
}

function node(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
