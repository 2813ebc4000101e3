import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import next from "next";
import { sessionSecret, setUp, needsSetup } from "@/lib/auth/setup";
import { newSecret } from "@/lib/auth/secrets";
import { openVault, vaultKeys } from "@/lib/auth/vault";
import { configOf, type Config } from "@/lib/config";
import { databaseAddress, db } from "@/lib/db/client";
import { damagedDatabase, requireSoundSqlite } from "@/lib/db/check-sqlite";
import { migrate } from "@/lib/db/migrate";
import { moveOldLogs } from "@/lib/jobs/old-logs";
import { AppError } from "@/lib/errors";
import { faultOf } from "@/lib/http/fault";
import { claimFiles, isClaimed } from "@/lib/storage/belonging";
import { openStorage } from "@/lib/storage/open";
import { resealSecrets } from "@/lib/sources/reseal";
import type { Storage } from "@/lib/storage/storage";
import { createApp } from "./app";
import { startBackgroundTasks } from "./background-tasks";
import { processEngine } from "./data-process";
import { holdFolder } from "./hold-folder";
import { openFolders } from "./own-folders";
import { processProber } from "./probe-process";
import { processScorer } from "./scoring-process";
import { startWorkers } from "./workers";

/** How long a server that stops waits for what is under way, in milliseconds. */
const stopMilliseconds = 10_000;

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env"); // what the shell or --port said stays
  const config = configOf(process.env);
  await openFolders(config);
  const release = holdFolder(config.dataFolder);
  const storage = openStorage();
  await openDatabase(storage);
  await claimFiles(db(), storage);
  await storage.sweep();
  process.env.NEXTAUTH_SECRET = await sessionSecret(db());
  process.env.AUTH_TRUST_HOST = "1";
  if (config.admin && (await needsSetup(db())))
    await setUp(db(), { name: config.admin.email.split("@")[0]!, ...config.admin }).catch(isSetUpMeanwhile);

  const pages = await preparePages(config);
  const engine = processEngine(path.join(config.dataFolder, "scratch"));
  const scorer = processScorer(path.join(config.dataFolder, "scoring"));
  const prober = processProber(path.join(config.dataFolder, "probes"));
  const vault = openVault(vaultKeys(config.secretKey, config.dataFolder));
  const workerToken = config.workerToken ?? newSecret("work");
  const parts = { storage, engine, scorer, prober, vault };
  const deps = { config, db: db(), ...parts, workerToken, now: () => new Date() };
  const { server, drain } = createApp(deps, pages.getRequestHandler());

  const started: { stop(): void }[] = [];
  stopOnSignal(async () => {
    for (const part of started) part.stop();
    await drain.stop(server.server, stopMilliseconds);
    engine.stop();
    scorer.stop();
    prober.stop();
    await server.close();
    await db().$disconnect();
    release();
  });
  const address = await listen(server, config);
  const workers = startWorkers({
    count: config.workers,
    server: address.replace(config.host, "127.0.0.1"),
    token: workerToken,
    name: `here-${randomUUID().slice(0, 4)}`,
  });
  moveOldLogs(db(), deps.storage.files).catch((error: unknown) => console.error(error));
  resealSecrets(db(), vault).then(tellUnopened, (error: unknown) => console.error(error));
  started.push(startBackgroundTasks(deps), workers);
  console.log(`Perihelion is ready at ${address}`);
}

/** Stops once, however often it is told to; before anybody can be answered, so that no stop is a kill. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping: Promise<void> | null = null;
  const end = () => void (stopping ??= stop().finally(() => process.exit(0)));
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
}

/** Whoever changed the key and forgot the old one hears of it at the start, not at the next refresh. */
function tellUnopened({ unopened }: { unopened: number }): void {
  if (unopened > 0)
    console.warn(`${unopened} kept secrets of sources cannot be read with PERIHELION_SECRET_KEY as it is.`);
}

/** A server that started together with this one has made the administrator. */
function isSetUpMeanwhile(error: unknown): void {
  if (!(error instanceof AppError && error.code === "CONFLICT")) throw error;
}

/**
 * Brings the database up to date.
 * @throws {AppError} UNAVAILABLE or CONFLICT in one sentence where it cannot
 */
async function openDatabase(storage: Storage): Promise<void> {
  const address = databaseAddress();
  try {
    if (address.provider === "sqlite") requireSoundSqlite(address.file, await isClaimed(storage));
    await migrate(db(), address.provider);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const why = error instanceof Error ? error.message.split("\n").at(-1)! : String(error);
    if (address.provider === "sqlite" && faultOf(error)) throw damagedDatabase(address.file, why);
    throw new AppError("UNAVAILABLE", `The database does not answer: ${why}`);
  }
}

/** Next says a line of its own when it starts; ours is the only one that a person needs. */
async function preparePages({ development }: Config) {
  const say = console.log;
  console.log = () => undefined;
  try {
    // Upgrades are ours (server/sockets.ts): unless it develops, Next listens for them where none arrive.
    const elsewhere = development ? {} : { httpServer: createServer() };
    const pages = next({ dev: development, dir: process.cwd(), customServer: true, ...elsewhere });
    await pages.prepare();
    return pages;
  } finally {
    console.log = say;
  }
}

async function listen(
  server: ReturnType<typeof createApp>["server"],
  { host, port }: Config,
): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new AppError(
        "CONFLICT",
        `Port ${port} is in use. Stop what listens there, or choose another with --port.`,
      );
    }
    throw error;
  }
  const bound = server.server.address();
  return `http://${host}:${typeof bound === "object" && bound ? bound.port : port}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
});
