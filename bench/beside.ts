// The tracking protocol by another generator, Node's own HTTP client with eight kept connections; ours and
// MLflow's server take turns in one run, so that both meet the same machine:
//   npm run bench beside [sqlite|postgresql] [rounds] [seconds] [kinds, separated by +]
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { startPostgres } from "../tests/postgres";
import { startServer } from "../tests/server-process";
import { agentOf, type Timed } from "./agent";
import { diskAlone } from "./disk-alone";
import { prepare, type Kind } from "./beside-kinds";
import type { Target } from "./load";
import { startMlflow } from "./peer-server";
import { processorSeconds } from "./processor-seconds";

const token = `peri_${"b".repeat(40)}`;
const [, , python = "python3", only, rounds = "5", seconds = "3", kinds] = process.argv;

type Side = {
  name: string;
  agent: ReturnType<typeof agentOf>;
  pids: () => number[];
  kinds: Record<string, Kind>;
};
type Round = Timed & { processor: number };

const wanted: Record<string, { sqlite: number; postgresql: number }> = {
  "log-metric": { sqlite: 40, postgresql: 10 },
  "create-run": { sqlite: 10, postgresql: 10 },
  "get-run": { sqlite: 10, postgresql: 10 },
  "deep filtered page": { sqlite: 10, postgresql: 10 },
  "log-batch of 100 params": { sqlite: 10, postgresql: 10 },
  "put 10 MB, synced": { sqlite: 1, postgresql: 1 },
  "sampled history of 100,000": { sqlite: 10, postgresql: 10 },
};

async function lane(provider: "sqlite" | "postgresql"): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
  const postgres = provider === "postgresql" ? await startPostgres({ keepsCommits: true }) : null;
  if (provider === "postgresql" && !postgres)
    return console.log("PostgreSQL is not installed; its lane is left out.");
  const server = await startServer(folder, {
    PERIHELION_WORKERS: "0",
    PERIHELION_ADMIN_EMAIL: "bench@example.com",
    PERIHELION_ADMIN_PASSWORD: "correct horse",
    PERIHELION_ADMIN_TOKEN: token,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  });
  const bare = agentOf({ url: server.url, token });
  await bare.json("POST", "/api/projects", { name: "Bench", slug: "bench" });
  bare.close();
  const theirs = await startMlflow(
    python,
    path.join(folder, "mlflow"),
    postgres ? await postgres.database("mlflow") : null,
  );
  try {
    const sides = [
      await sideOf("ours", { url: `${server.url}/mlflow/bench`, token }, server.child.pid!, postgres?.pid),
      await sideOf("mlflow", { url: theirs.url, token: null }, theirs.pid, postgres?.pid),
    ];
    console.log(
      `\n${provider}, 8 kept connections of node:http, medians of ${rounds} x ${seconds} s in turns`,
    );
    const names = Object.keys(sides[0]!.kinds).filter((name) => !kinds || kinds.split("+").includes(name));
    for (const name of names) await compare(provider, name, sides);
    const disk = await diskAlone(folder, 10_000_000, Number(seconds));
    console.log(
      `The disk alone takes ${disk.toFixed(1)} new files of 10 MB a second; MLflow waits for none.`,
    );
    for (const { agent } of sides) agent.close();
  } finally {
    await theirs.stop();
    await server.kill("SIGTERM");
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sideOf(name: string, target: Target, pid: number, database?: number): Promise<Side> {
  const agent = agentOf(target);
  const roots = [pid, ...(database ? [database] : [])];
  return { name, agent, pids: () => roots, kinds: await prepare(agent) };
}

/** Both sides in turns; the middle of their rounds, and the processor's time for each request. */
async function compare(
  provider: "sqlite" | "postgresql",
  name: string,
  sides: readonly Side[],
): Promise<void> {
  const rows: Round[][] = sides.map(() => []);
  for (let round = 0; round < Number(rounds); round++)
    for (const [i, { agent, pids, kinds: own }] of sides.entries()) {
      const before = processorSeconds(pids());
      const from = performance.now();
      const { call, check } = own[name]!;
      const timed = await agent.during(Number(seconds), call, check);
      const spent = processorSeconds(pids()) - before;
      const all = (timed.perSecond * (performance.now() - from)) / 1_000;
      rows[i]!.push({ ...timed, processor: (spent / all) * 1_000 });
    }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const text = rows.map((side) => {
    const of = (key: keyof Round) => middle(side.map((row) => row[key]));
    return (
      `${of("perSecond")
        .toFixed(of("perSecond") < 10 ? 2 : 0)
        .padStart(6)}/s ` +
      `p50 ${of("middle").toFixed(1)} p99 ${of("slow").toFixed(1)} cpu ${of("processor").toFixed(2)} ms`
    );
  });
  const ratios = rows[0]!.map((row, i) => row.perSecond / rows[1]![i]!.perSecond);
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  console.log(
    `${name.padEnd(27)} ${text[0]!.padEnd(48)} | ${text[1]!.padEnd(50)} | ${middle(ratios).toFixed(1)}x ` +
      `(${low.toFixed(1)}-${high.toFixed(1)}), asked ${wanted[name]![provider]}x; ` +
      `load ${loadavg()[0]!.toFixed(1)}`,
  );
}

for (const provider of ["sqlite", "postgresql"] as const)
  if (!only || only === provider) await lane(provider);
process.exit(0);
