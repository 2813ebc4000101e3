// `npm start`: installs what is missing, builds what is stale, then becomes the server.
// It runs under whatever Node the machine has, so it imports nothing that `npm ci` brings.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled, fail, pinnedNode, requireNode } from "./set-up.mjs";

requireNode();
const options = readOptions();
await ensureInstalled({ tests: false });
await ensureBuilt();

const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  NODE_ENV: "production",
  ...options,
};
// A small young generation and a heap that grows slowly: far less memory under load,
// for little of the speed (decision 0009).
const flags = JSON.parse(readFileSync("scripts/server-flags.json", "utf8"));
const server = spawn(pinnedNode, [...flags, "dist/server.mjs"], { stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string" },
        host: { type: "string" },
        data: { type: "string" },
        help: { type: "boolean" },
      },
    });
    if (values.help) {
      console.log("npm start -- [--port 3000] [--host localhost] [--data data]");
      process.exit(0);
    }
    return {
      ...(values.port ? { PORT: values.port } : {}),
      ...(values.host ? { HOST: values.host } : {}),
      ...(values.data ? { PERIHELION_DATA: values.data } : {}),
    };
  } catch (error) {
    return fail(`${error.message} Known are --port, --host and --data.`);
  }
}
