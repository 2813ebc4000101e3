// `npm run dev`: the server from source. Server code is bundled and started again as it changes, pages and
// components reload in the browser by Next. Data is kept in `data/dev`, apart from `npm start`'s.
import { spawn } from "node:child_process";
import { readFileSync, rmSync, watch } from "node:fs";
import { ensureClients, ensureInstalled, pinnedNode, requireNode } from "./set-up.mjs";

requireNode();
await ensureInstalled({ tests: true });
await ensureClients();
rmSync(".cache/built", { force: true }); // what is bundled from here on is not what `npm start` wants
const { build, context } = await import("esbuild");
const { bundleAssets, notebookRunner, programs, rowRuntime } = await import("./bundle.mjs");

const flags = JSON.parse(readFileSync("scripts/server-flags.json", "utf8"));
const env = {
  PORT: "3000",
  PERIHELION_DATA: "data/dev",
  ...process.env,
  NODE_ENV: "development",
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
};
let server = null;
let next = Promise.resolve();

/** Starts the server anew once the one before has ended; changes that come together start it once. */
function restart() {
  next = next.then(async () => {
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
    }
    server = spawn(pinnedNode, [...flags, "dist/server.mjs"], { stdio: "inherit", env });
  });
}

await bundleAssets({ hashed: false });
await build(rowRuntime);
await build(notebookRunner);
const bundles = await context({
  ...programs,
  plugins: [
    {
      name: "restart",
      setup: ({ onEnd }) => onEnd(({ errors }) => (errors.length === 0 ? restart() : undefined)),
    },
  ],
});
await bundles.watch();

// The notebook's own scripts are few and small: all are bundled again, and the browser is reloaded by hand.
let soon = null;
for (const folder of ["components/notebooks", "lib"])
  watch(folder, { recursive: true }, (_event, file) => {
    if (!/^(frame|editor)\/|transpile|^(frame|stats|ml)\//.test(file ?? "")) return;
    clearTimeout(soon);
    // esbuild has said why
    soon = setTimeout(() => bundleAssets({ hashed: false }).catch(() => undefined), 200);
  });

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    server?.kill("SIGTERM");
    server?.once("exit", () => process.exit(0));
  });
