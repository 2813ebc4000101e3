// A server in a process of its own, beside the one of a test, on the same database: it has no pages.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openVault, vaultKeys } from "@/lib/auth/vault";
import { configOf } from "@/lib/config";
import { connect } from "@/lib/db/client";
import { folderStorage } from "@/lib/storage/folder";
import { createApp } from "@/server/app";
import { startBackgroundTasks } from "@/server/background-tasks";
import { processEngine } from "@/server/data-process";
import { processProber } from "@/server/probe-process";
import { processScorer } from "@/server/scoring-process";

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-other-"));
const deps = {
  config: configOf({ PERIHELION_DATA: folder, PORT: "0", HOST: "127.0.0.1" }),
  db: connect({ provider: "postgresql", url: process.env.DATABASE_URL! }),
  storage: folderStorage(path.join(folder, "blobs")),
  engine: processEngine(path.join(folder, "scratch")),
  scorer: processScorer(path.join(folder, "scoring")),
  prober: processProber(path.join(folder, "probes")),
  vault: openVault(vaultKeys(null, folder)),
  workerToken: process.env.PERIHELION_WORKER_TOKEN!,
  now: () => new Date(),
};
const { server } = createApp(deps, (_request, response) => response.writeHead(404).end("a page"));
startBackgroundTasks(deps);
process.once("disconnect", () => process.exit());
process.send!(await server.listen({ host: "127.0.0.1", port: 0 }));
