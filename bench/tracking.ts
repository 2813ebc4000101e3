// How fast clients log, search and read, beside MLflow's own server in the same run:
//   npm run bench tracking [sqlite|postgresql] [alone]
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "@/lib/db/client";
import { startPostgres } from "../tests/postgres";
import { startServer } from "../tests/server-process";
import { fillRuns } from "./fill-runs";
import { json, rate, type Target } from "./load";
import { peakMemory, startMlflow } from "./peer-server";

type Figures = Record<string, number>;
const api = "/api/2.0/mlflow";
const [, , python = "python3", only, alone] = process.argv;
const runsToSearch = 2_000;
const wanted: Record<string, Record<string, string>> = {
  sqlite: {
    "log-batch of 1,000": "20x",
    "log one metric": "40x",
    "log one metric, a connection each": "40x",
    "create-run": "20x",
    "search 2,000 runs, 100 a page": "30x",
    "search 2,000 runs, each another page": "30x",
    "history of 100,000 points": "10x",
    "sampled history of 100,000 points": "10x",
    "put 10 kB, synced": "2x",
    "put 10 MB, synced": "1x",
  },
  postgresql: {
    "log-batch of 1,000": "20x",
    "log one metric": "10x",
    "log one metric, a connection each": "10x",
    "create-run": "10x",
    "search 2,000 runs, 100 a page": "30x",
    "search 2,000 runs, each another page": "30x",
    "history of 100,000 points": "10x",
    "sampled history of 100,000 points": "10x",
  },
};

/** Fills a server through its own protocol and measures each kind of request. */
async function measure(target: Target): Promise<Figures> {
  const run = (name: string) =>
    json<{ run: { info: { run_id: string; artifact_uri: string } } }>(target, "POST", `${api}/runs/create`, {
      experiment_id: "0",
      run_name: name,
      start_time: Date.now(),
    }).then((made) => made.run.info);
  const eight = await Promise.all(Array.from({ length: 8 }, (_, i) => run(`client ${i}`)));
  const ids = eight.map(({ run_id }) => run_id);
  const figures: Figures = {};

  const one = (client: number, i: number) => ({
    method: "POST",
    path: `${api}/runs/log-metric`,
    body: JSON.stringify({
      run_id: ids[client],
      key: "loss",
      value: Math.random(),
      timestamp: Date.now(),
      step: i,
    }),
  });
  figures["log one metric"] = await rate(target, one);
  figures["log one metric, a connection each"] = await rate(
    target,
    (client, i) => one(client, i + 1_000_000),
    undefined,
    { keepAlive: false },
  );
  figures["log-batch of 1,000"] = await rate(target, (client, i) => ({
    method: "POST",
    path: `${api}/runs/log-batch`,
    body: JSON.stringify({
      run_id: ids[client],
      metrics: Array.from({ length: 1_000 }, (_, k) => ({
        key: `m${k % 10}`,
        value: Math.random(),
        timestamp: Date.now(),
        step: i * 100 + Math.floor(k / 10),
      })),
    }),
  }));
  figures["log-batch of 100 params"] = await rate(target, (client, i) => ({
    method: "POST",
    path: `${api}/runs/log-batch`,
    body: JSON.stringify({
      run_id: ids[client],
      params: Array.from({ length: 100 }, (_, k) => ({ key: `p${i}_${k}`, value: `value ${k}` })),
    }),
  }));
  figures["create-run"] = await rate(
    target,
    () => ({
      method: "POST",
      path: `${api}/runs/create`,
      body: JSON.stringify({
        experiment_id: "0",
        start_time: Date.now(),
        tags: [
          { key: "mlflow.user", value: "me" },
          { key: "mlflow.source.name", value: "train.py" },
        ],
      }),
    }),
    ({ text }) => text.includes("run_id"),
  );

  const long = (await run("long")).run_id;
  for (let i = 0; i < 100; i++)
    await json(target, "POST", `${api}/runs/log-batch`, {
      run_id: long,
      metrics: Array.from({ length: 1_000 }, (_, k) => ({
        key: "loss",
        value: Math.random(),
        timestamp: 1_700_000_000_000 + i * 1_000 + k,
        step: i * 1_000 + k,
      })),
    });
  figures["history of 100,000 points"] = await rate(
    target,
    () => ({ method: "GET", path: `${api}/metrics/get-history?run_id=${long}&metric_key=loss` }),
    ({ bytes }) => bytes > 5_000_000,
  );
  figures["sampled history of 100,000 points"] = await rate(
    target,
    () => ({
      method: "GET",
      path: `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${long}&metric_key=loss`,
    }),
    ({ text }) => text.split('"step"').length > 300,
  );

  const { experiment_id } = await json<{ experiment_id: string }>(
    target,
    "POST",
    `${api}/experiments/create`,
    { name: "search" },
  );
  await fillThroughApi(target, experiment_id);
  const search = (above: number) => ({
    method: "POST",
    path: `${api}/runs/search`,
    body: JSON.stringify({
      experiment_ids: [experiment_id],
      filter: `metrics.m3 > ${above} and params.p7 = '7'`,
      order_by: ["metrics.m1 DESC"],
      max_results: 100,
    }),
  });
  const isPage = ({ text }: { text: string }) => text.split('"artifact_uri"').length === 101;
  figures["search 2,000 runs, 100 a page"] = await rate(target, () => search(0.25), isPage);
  figures["search 2,000 runs, each another page"] = await rate(
    target,
    (client, i) => search(Number((0.25 - client * 1e-3 - i * 1e-7).toFixed(9))),
    isPage,
  ); // nobody asks what another does
  const { runs } = await json<{ runs: { info: { run_id: string } }[] }>(
    target,
    "POST",
    `${api}/runs/search`,
    { experiment_ids: [experiment_id], max_results: 100 },
  );
  figures["get-run"] = await rate(
    target,
    (client, i) => ({
      method: "GET",
      path: `${api}/runs/get?run_id=${runs[(client * 13 + i) % 100]!.info.run_id}`,
    }),
    ({ text }) => text.includes("m19"),
  );

  for (const [name, bytes] of [
    ["put 10 kB, synced", 10_000],
    ["put 10 MB, synced", 10_000_000],
  ] as const) {
    const body = randomBytes(bytes);
    figures[name] = await rate(target, (client, i) => {
      body.writeUInt32LE(client * 1_000_000 + i); // no two files alike
      return {
        method: "PUT",
        path: `/api/2.0/mlflow-artifacts/artifacts/0/${ids[client]}/artifacts/${bytes}/${i}.bin`,
        body: Buffer.from(body),
        type: "application/octet-stream",
      };
    });
    figures[name.replace("put", "get").replace(", synced", "")] = await rate(
      target,
      (client, i) => ({
        method: "GET",
        path: `/api/2.0/mlflow-artifacts/artifacts/0/${ids[client]}/artifacts/${bytes}/${i % 5}.bin`,
      }),
      (answer) => answer.bytes === bytes,
    );
  }
  return figures;
}

async function fillThroughApi(target: Target, experimentId: string): Promise<void> {
  let next = 0;
  const client = async () => {
    while (next < runsToSearch) {
      const i = next++;
      const { run } = await json<{ run: { info: { run_id: string } } }>(
        target,
        "POST",
        `${api}/runs/create`,
        { experiment_id: experimentId, start_time: 1_700_000_000_000 + i },
      );
      const metrics = Array.from({ length: 20 }, (_, k) => ({
        key: `m${k}`,
        value: ((i * 7919 + k * 104_729) % 10_007) / 10_007,
        timestamp: 1_700_000_000_000,
        step: 0,
      }));
      const params = Array.from({ length: 20 }, (_, k) => ({
        key: `p${k}`,
        value: k === 7 ? String(i % 5 === 0 ? 8 : 7) : `value ${k} of a run that was trained some time ago`,
      }));
      await json(target, "POST", `${api}/runs/log-batch`, { run_id: run.info.run_id, metrics, params });
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
}

async function lane(provider: "sqlite" | "postgresql"): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
  const postgres = provider === "postgresql" ? await startPostgres() : null;
  if (provider === "postgresql" && !postgres)
    return console.log("PostgreSQL is not installed; its lane is left out.");
  const token = `peri_${"b".repeat(40)}`;
  const env = {
    PERIHELION_WORKERS: "0",
    PERIHELION_ADMIN_EMAIL: "bench@example.com",
    PERIHELION_ADMIN_PASSWORD: "correct horse",
    PERIHELION_ADMIN_TOKEN: token,
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  };
  const server = await startServer(folder, env);
  const memory = peakMemory(server.child.pid!);
  await json({ url: server.url, token }, "POST", "/api/projects", { name: "Bench", slug: "bench" });
  const target = { url: `${server.url}/mlflow/bench`, token };
  const ours = await measure(target);
  const experiment = await fillRuns(
    connect(
      postgres
        ? { provider: "postgresql", url: postgres.url }
        : { provider: "sqlite", file: path.join(folder, "perihelion.db") },
    ),
    100_000,
  );
  const many = await searchMany(target, experiment);
  const oursMemory = memory.stop();
  await server.kill("SIGTERM");

  if (alone) return console.log(provider, ours, many, { megabytes: oursMemory });
  const mlflow = await startMlflow(
    python,
    path.join(folder, "mlflow"),
    postgres ? await postgres.database("mlflow") : null,
  );
  const theirMemory = peakMemory(mlflow.pid);
  const theirs = await measure({ url: mlflow.url, token: null });
  const peerMemory = theirMemory.stop();
  await mlflow.stop();
  postgres?.stop();
  rmSync(folder, { recursive: true, force: true });

  console.log(
    `\nTracking on ${provider}, 8 clients, requests/s:                    ours      mlflow server 3.17`,
  );
  for (const [name, figure] of Object.entries(ours)) {
    const other = theirs[name]!;
    const digits = (value: number) => value.toFixed(value < 10 ? 2 : 0).padStart(9);
    console.log(
      `${name.padEnd(54)} ${digits(figure)}   ${digits(other)}   ` +
        `${(figure / other).toFixed(1).padStart(6)}x   ` +
        `${wanted[provider]![name] ? `asked ${wanted[provider]![name]}` : ""}`,
    );
  }
  console.log(
    `search 100,000 runs: page 1 ${many.first.toFixed(1)} ms, page 500 ${many.late.toFixed(1)} ms ` +
      `(2,000 runs: ${(8_000 / ours["search 2,000 runs, 100 a page"]!).toFixed(1)} ms a page ` +
      "under 8 clients)",
  );
  console.log(
    `memory at its peak: ${oursMemory.toFixed(0)} MB; mlflow ${peerMemory.toFixed(0)} MB ` +
      "(asked: ours at most 300 MB)",
  );
}

/** Milliseconds of a page of 100 among 100,000 runs, the first one and the five hundredth. */
async function searchMany(target: Target, experiment: number): Promise<{ first: number; late: number }> {
  const page = (token?: string) =>
    json<{ runs: unknown[]; next_page_token: string }>(target, "POST", `${api}/runs/search`, {
      experiment_ids: [String(experiment)],
      filter: "metrics.m3 > 0.25 and params.p7 = '7'",
      order_by: ["metrics.m1 DESC"],
      max_results: 100,
      ...(token ? { page_token: token } : {}),
    });
  const times: number[] = [];
  let token: string | undefined;
  for (let i = 0; i < 503; i++) {
    const started = performance.now();
    const found = await page(token);
    times.push(performance.now() - started);
    token = found.next_page_token;
  }
  const middle = (part: number[]) => [...part].sort((a, b) => a - b)[Math.floor(part.length / 2)]!;
  return { first: middle(times.slice(1, 8)), late: middle(times.slice(-7)) };
}

for (const provider of ["sqlite", "postgresql"] as const)
  if (!only || only === provider) await lane(provider);
process.exit(0);
