import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { seededRandom } from "@/lib/stats/random";
import { freshAddress, onBothDatabases } from "../fresh-db";
import { startPostgres } from "../postgres";
import { startServer, type ServerProcess } from "../server-process";

const rounds = 30;
const loggers = 8;
const token = "peri_for_the_kill_test_only_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
  PERIHELION_WORKERS: "0",
};
const api = "/mlflow/p/api/2.0/mlflow";

async function call<Answer>(
  server: ServerProcess,
  method: string,
  route: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(server.url + route, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
}

onBothDatabases(`of ${rounds} kills under ${loggers} loggers`, (provider) => {
  test(
    "every acknowledged point, param and file is there, and no point twice",
    { timeout: 300_000 },
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "perihelion-logging-"));
      const env = { ...admin, ...(provider === "postgresql" ? { DATABASE_URL: await freshAddress() } : {}) };
      const random = seededRandom(3);
      const kept = new Map<string, Map<number, number>>();
      for (let round = 0; round < rounds; round++) {
        const server = await startServer(folder, env);
        if (round === 0) await call(server, "POST", "/api/projects", { name: "P", slug: "p" });
        let stopped = false;
        const begun = Promise.withResolvers<void>();
        const work = async (logger: number) => {
          const { run } = await call<{ run: { info: { run_id: string } } }>(
            server,
            "POST",
            `${api}/runs/create`,
            { experiment_id: "0", run_name: `${round}-${logger}` },
          );
          const own = new Map<number, number>();
          kept.set(run.info.run_id, own);
          for (let step = 0; !stopped; step++) {
            const value = random();
            const point = { key: "loss", value, timestamp: 1_000 + step, step };
            await (step % 5 === 0
              ? call(server, "POST", `${api}/runs/log-batch`, {
                  run_id: run.info.run_id,
                  metrics: [point],
                  params: [{ key: `p${step}`, value: String(step) }],
                })
              : call(server, "POST", `${api}/runs/log-metric`, { run_id: run.info.run_id, ...point }));
            own.set(step, value);
            begun.resolve();
          }
        };
        const working = Promise.all(
          Array.from({ length: loggers }, (_, logger) => work(logger).catch(() => undefined)),
        ); // the kill cuts them off
        await begun.promise;
        await new Promise((resolve) => setTimeout(resolve, random() * 400));
        await server.kill("SIGKILL");
        stopped = true;
        await working;
      }
      const server = await startServer(folder, env);
      expect([...kept.values()].reduce((sum, points) => sum + points.size, 0)).toBeGreaterThan(
        rounds * loggers,
      );
      for (const [uid, points] of kept) {
        const { metrics } = await call<{ metrics: { step: number; value: number }[] }>(
          server,
          "GET",
          `${api}/metrics/get-history?run_id=${uid}&metric_key=loss`,
        );
        const found = new Map(metrics.map(({ step, value }) => [step, value]));
        expect(found.size, `${uid}: no step twice`).toBe(metrics.length);
        for (const [step, value] of points) expect(found.get(step), `${uid} step ${step}`).toBe(value);
        const { run } = await call<{
          run: { data: { params: { key: string }[]; metrics: { step: number }[] } };
        }>(server, "GET", `${api}/runs/get?run_id=${uid}`);
        const params = new Set(run.data.params.map(({ key }) => key));
        for (const step of points.keys())
          if (step % 5 === 0) expect(params.has(`p${step}`), `${uid} p${step}`).toBe(true);
        if (metrics.length > 0)
          expect(run.data.metrics[0]!.step).toBe(Math.max(...metrics.map(({ step }) => step)));
      }
      await server.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  );
});

test.skipIf(inject("postgresUrl") === null)(
  "while PostgreSQL is away clients are told to come back, and what was acknowledged stays",
  { timeout: 120_000 },
  async () => {
    const postgres = (await startPostgres({ keepsCommits: true }))!;
    const folder = mkdtempSync(path.join(tmpdir(), "perihelion-away-"));
    const server = await startServer(folder, { ...admin, DATABASE_URL: postgres.url });
    await call(server, "POST", "/api/projects", { name: "P", slug: "p" });
    const { run } = await call<{ run: { info: { run_id: string } } }>(server, "POST", `${api}/runs/create`, {
      experiment_id: "0",
    });
    const log = (step: number) =>
      fetch(`${server.url}${api}/runs/log-metric`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ run_id: run.info.run_id, key: "loss", value: step, timestamp: step, step }),
      });
    const acknowledged: number[] = [];
    const refusals = new Set<string>();
    const pause = postgres.restart();
    for (let step = 0; step < 400 || refusals.size === 0; step++) {
      const answer = await log(step);
      await answer.text();
      if (answer.ok) acknowledged.push(step);
      else refusals.add(`${answer.status} ${answer.headers.get("retry-after")}`);
      if (step > 5_000) break;
    }
    await pause;
    expect([...refusals]).toEqual(["503 1"]);
    let step = 10_000;
    while (!(await log(step)).ok) step += 1;
    acknowledged.push(step);
    const { metrics } = await call<{ metrics: { step: number }[] }>(
      server,
      "GET",
      `${api}/metrics/get-history?run_id=${run.info.run_id}&metric_key=loss`,
    );
    const found = new Set(metrics.map((metric) => metric.step));
    expect(acknowledged.filter((entry) => !found.has(entry))).toEqual([]);
    await server.kill("SIGTERM");
    postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  },
);
