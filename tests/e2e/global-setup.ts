import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServer } from "../server-process";

/** Starts one product for all journeys; its first visitor is the first test's. */
export default async function setUp() {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-e2e-"));
  const server = await startServer(folder, {
    PERIHELION_ALLOW_PRIVATE_TARGETS: "true", // another project stands for another server
    PERIHELION_PYTHON_UNCONFINED: "true", // the journeys of Python need no bubblewrap
  });
  process.env.PERIHELION_E2E_URL = server.url;
  return async () => {
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
}
