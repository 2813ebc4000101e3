import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { access, constants, mkdir } from "node:fs/promises";
import path from "node:path";
import next from "next";
import { sessionSecret, setUp, needsSetup } from "@/lib/auth/setup";
import { newSecret } from "@/lib/auth/secrets";
import { configOf, type Config } from "@/lib/config";
import { databaseAddress, db } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { moveOldLogs } from "@/lib/jobs/old-logs";
import { AppError } from "@/lib/errors";
import { openStorage } from "@/lib/storage/open";
import { createApp } from "./app";
import { startChores } from "./chores";
import { processEngine } from "./data-process";
import { holdFolder } from "./hold-folder";
import { startWorkers } from "./workers";

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env"); // what the shell or --port said stays
  const config = configOf(process.env);
  await openFolder(config.dataFolder);
  const release = holdFolder(config.dataFolder);
  await migrate(db(), databaseAddress().provider).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "UNAVAILABLE",
      `The database does not answer: ${error instanceof Error ? error.message.split("\n").at(-1) : error}`,
    );
  });
  process.env.NEXTAUTH_SECRET = await sessionSecret(db());
  process.env.AUTH_TRUST_HOST = "1";
  if (config.admin && (await needsSetup(db())))
    await setUp(db(), { name: config.admin.email.split("@")[0]!, ...config.admin });

  const pages = await preparePages(config);
  const engine = processEngine(path.join(config.dataFolder, "scratch"));
  const workerToken = config.workerToken ?? newSecret("work");
  const deps = { config, db: db(), storage: openStorage(), engine, workerToken, now: () => new Date() };
  const { server } = createApp(deps, pages.getRequestHandler());

  const address = await listen(server, config);
  const workers = startWorkers({
    count: config.workers,
    server: address.replace(config.host, "127.0.0.1"),
    token: workerToken,
    name: `here-${randomUUID().slice(0, 4)}`,
  });
  moveOldLogs(db(), deps.storage.files).catch((error: unknown) => console.error(error));
  const chores = startChores(deps);
  console.log(`Perihelion is ready at ${address}`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    chores.stop();
    workers.stop();
    engine.stop();
    server.server.closeAllConnections();
    await server.close();
    await db().$disconnect();
    release();
    process.exit(0);
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
}

/** Next says a line of its own when it starts; ours is the only one that a person needs. */
async function preparePages({ development }: Config) {
  const say = console.log;
  console.log = () => undefined;
  try {
    const pages = next({ dev: development, dir: process.cwd(), customServer: true });
    await pages.prepare();
    return pages;
  } finally {
    console.log = say;
  }
}

async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch {
    throw new AppError(
      "INVALID",
      `The data folder ${folder} cannot be written. Choose another with --data, or change its owner.`,
    );
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
