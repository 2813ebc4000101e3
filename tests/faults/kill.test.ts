import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { seededRandom } from "@/lib/stats/random";
import { freshAddress, onBothDatabases } from "../fresh-db";
import { eventually } from "../eventually";
import { formOf } from "../instance";
import { startServer, type ServerProcess } from "../server-process";

const rounds = 30;
const token = "peri_for_the_kill_test_only_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
};
type Acknowledged = {
  datasets: Map<string, string>;
  notebooks: Map<string, number>;
  runs: Set<string>;
  models: Map<string, number>;
};

/**
 * One client that uploads, saves, trains and registers as fast as it is answered, and remembers what was
 * acknowledged; `begun` hears of the first.
 */
async function work(
  server: ServerProcess,
  round: number,
  kept: Acknowledged,
  stopped: () => boolean,
  begun: () => void,
): Promise<void> {
  const call = async <Body>(method: string, route: string, body?: unknown): Promise<Body> => {
    const isForm = body instanceof FormData;
    const response = await fetch(server.url + route, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(isForm || !body ? {} : { "content-type": "application/json" }),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  };
  for (let i = 0; !stopped(); i++) {
    const name = `d${round}-${i}`;
    const rows = Array.from(
      { length: 200 },
      (_, row) => `${row},${(row * 7 + round) % 13},${row % 3 === 0}`,
    ).join("\n");
    const dataset = await call<{ sha256: string }>(
      "POST",
      "/api/projects/p/datasets",
      formOf(`${name}.csv`, `a,b,c\n${rows}\n`),
    );
    kept.datasets.set(name, dataset.sha256);
    begun();
    const notebook = await call<{ id: string; revision: number }>("POST", "/api/projects/p/notebooks", {
      title: name,
    });
    kept.notebooks.set(notebook.id, 1);
    const saved = await call<{ revision: number }>("PUT", `/api/projects/p/notebooks/${notebook.id}`, {
      title: name,
      revision: 1,
      cells: [{ id: 1, mode: "ts", source: name }],
    });
    kept.notebooks.set(notebook.id, saved.revision);
    const started = await call<{ runs: { run: string }[] }>("POST", "/api/projects/p/jobs", {
      dataset: name,
      target: "c",
      algorithms: [{ algorithm: "random-forest", trees: 200 }],
    });
    for (const { run } of started.runs) kept.runs.add(run);
    const { runs } = await call<{ runs: { uid: string; status: string }[] }>(
      "GET",
      "/api/projects/p/runs?limit=1000",
    );
    const finished = runs.find(({ status }) => status === "FINISHED");
    if (finished) {
      const model = await call<{ number: number }>("POST", "/api/projects/p/models", {
        name: "m",
        run: finished.uid,
      });
      kept.models.set("m", Math.max(model.number, kept.models.get("m") ?? 0));
    }
  }
}

onBothDatabases(`of ${rounds} kills under load`, (provider) =>
  test(
    "nothing acknowledged is lost, nothing is half there, and every job ends",
    { timeout: 420_000 },
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "perihelion-kill-"));
      const env = { ...admin, ...(provider === "postgresql" ? { DATABASE_URL: await freshAddress() } : {}) };
      const random = seededRandom(1);
      const kept: Acknowledged = {
        datasets: new Map(),
        notebooks: new Map(),
        runs: new Set(),
        models: new Map(),
      };
      for (let round = 0; round < rounds; round++) {
        const server = await startServer(folder, env);
        if (round === 0)
          await fetch(`${server.url}/api/projects`, {
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: '{"name":"P","slug":"p"}',
          });
        let stopped = false;
        const begun = Promise.withResolvers<void>();
        // the kill cuts it off
        const working = work(server, round, kept, () => stopped, begun.resolve).catch(() => undefined);
        // Most rounds are cut off somewhere after their first answer, some before it.
        if (round % 6 > 0) await begun.promise;
        await new Promise((resolve) => setTimeout(resolve, random() * 900));
        await server.kill("SIGKILL");
        stopped = true;
        await working;
      }

      const server = await startServer(folder, env);
      const get = async <Body>(route: string): Promise<Body> =>
        (await (
          await fetch(server.url + route, { headers: { authorization: `Bearer ${token}` } })
        ).json()) as Body;
      expect(kept.datasets.size).toBeGreaterThan(rounds / 2);
      for (const [name, sha256] of kept.datasets) {
        const version = await get<{ sha256: string; rows: number }>(
          `/api/projects/p/datasets/${name}/versions/1`,
        );
        expect([version.sha256, version.rows], name).toEqual([sha256, 200]);
      }
      const { datasets } = await get<{ datasets: { name: string }[] }>("/api/projects/p/datasets");
      for (const { name } of datasets)
        expect(
          (
            await get<{ total: number; rows: unknown[] }>(
              `/api/projects/p/datasets/${name}/versions/1/rows?limit=200`,
            )
          ).rows,
          name,
        ).toHaveLength(200);
      for (const [id, revision] of kept.notebooks)
        expect(
          (await get<{ revision: number }>(`/api/projects/p/notebooks/${id}`)).revision,
        ).toBeGreaterThanOrEqual(revision);

      type Page = { runs: { uid: string; status: string; metrics: unknown[] }[] };
      const { runs } = await eventually(() => get<Page>("/api/projects/p/runs?limit=1000"), {
        for: "every run to end",
        within: 180_000,
        until: (page) => page.runs.every(({ status }) => status !== "RUNNING" && status !== "SCHEDULED"),
      });
      for (const run of kept.runs) expect(runs.map(({ uid }) => uid)).toContain(run);
      for (const { status, metrics, uid } of runs)
        expect(metrics.length > 0, `${uid} is ${status}`).toBe(status === "FINISHED");
      const { jobs } = await get<{ jobs: { attempts: number }[] }>("/api/projects/p/jobs");
      expect(Math.max(...jobs.map(({ attempts }) => attempts))).toBeLessThanOrEqual(3);
      if (kept.models.size > 0)
        expect(
          (await get<{ versions: { number: number }[] }>("/api/projects/p/models/m")).versions.length,
        ).toBeGreaterThanOrEqual(kept.models.get("m")!);
      await server.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  ),
);

test(
  "a worker that is killed in the middle loses its job to another, which finishes it once",
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "perihelion-worker-"));
    const server = await startServer(folder, admin);
    const call = async <Body>(method: string, route: string, body?: unknown): Promise<Body> =>
      (await (
        await fetch(server.url + route, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body ? { "content-type": "application/json" } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
      ).json()) as Body;
    await call("POST", "/api/projects", { name: "P", slug: "p" });
    await call("POST", "/api/projects/p/datasets", { sample: "neo" });
    const { runs } = await call<{ runs: { job: string; run: string }[] }>("POST", "/api/projects/p/jobs", {
      dataset: "neo-simulated",
      target: "Hazardous",
      algorithms: [{ algorithm: "random-forest", trees: 3_000 }],
    });
    const job = () =>
      call<{ status: string; attempts: number; done: number; message: string }>(
        "GET",
        `/api/projects/p/jobs/${runs[0]!.job}`,
      );
    await eventually(job, { for: "the job to run", until: ({ status }) => status === "RUNNING" });
    execFileSync("pkill", ["-KILL", "-P", String(server.child.pid), "-f", "dist/worker.mjs"]);
    const lost = performance.now();
    const done = await eventually(job, {
      for: "another worker to finish the job",
      within: 100_000,
      until: ({ status }) => ["FINISHED", "FAILED"].includes(status),
    });
    expect(performance.now() - lost).toBeLessThan(60_000);
    expect(done, done.message).toMatchObject({ status: "FINISHED", attempts: 2 });
    const run = await call<{ metrics: { key: string }[] }>("GET", `/api/projects/p/runs/${runs[0]!.run}`);
    expect(run.metrics.filter(({ key }) => key === "f1")).toHaveLength(2);
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  },
);
