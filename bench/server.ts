import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { connect } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { startServer } from "@/tests/server-process";
import { median, report } from "./measure";

const token = "peri_for_the_bench_only_0123456789";
const runs = 2_000;
const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
const env = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
};

let started = performance.now();
const first = await startServer(folder, env);
await fetch(`${first.url}/api/projects`, {
  method: "POST",
  headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  body: '{"name":"P","slug":"p"}',
});
await first.kill("SIGTERM");
await fill();
started = performance.now();
const server = await startServer(folder, env);
report("a later start, until it answers", performance.now() - started, null, "wanted under 5,000 ms");

report("memory of the idle server", memory(server.child.pid!), null, "wanted under 250 MB", "MB");
const cookie = await signIn();
const page = async (route: string) => (await fetch(server.url + route, { headers: { cookie } })).text();
await page("/projects/p/experiments/many?sort=metrics.f1");
report(
  "a page of 200 of 2,000 runs, as HTML",
  await median(5, () => page("/projects/p/experiments/many?sort=metrics.f1")),
  null,
  "wanted rows within 400 ms",
);
report(
  "a warm page's first byte",
  await median(
    5,
    async () => void (await (await fetch(`${server.url}/projects/p/models`, { headers: { cookie } })).text()),
  ),
  null,
  "wanted under 150 ms",
);
const long = await page("/projects/p/runs/u0");
if (!/points\\?":1000000/.test(long)) throw new Error("The run's page does not draw its history.");
report(
  "a run's page with a history of 1,000,000 points",
  await median(5, () => page("/projects/p/runs/u0")),
  null,
  "wanted under 1,000 ms",
);
for (const route of ["/projects/p", "/projects/p/experiments/many", "/projects/p/data"])
  report(`script of ${route}`, await scriptOf(route), null, "wanted under 300 kB", "kB");
report("memory after those pages", memory(server.child.pid!), null, "", "MB");
function memory(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)![1]) / 1_000;
}
await server.kill("SIGTERM");
rmSync(folder, { recursive: true, force: true });

/** Script that a page asks for before anything is clicked, gzipped. */
async function scriptOf(route: string): Promise<number> {
  const html = await page(route);
  const sources = [...new Set([...html.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source!))];
  const sizes = await Promise.all(
    sources.map(
      async (source) => gzipSync(Buffer.from(await (await fetch(server.url + source)).arrayBuffer())).length,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

async function signIn(): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (response: Response) =>
    response.headers.getSetCookie().forEach((line) => jar.set(line.split("=")[0]!, line.split(";")[0]!));
  const csrf = await fetch(`${server.url}/api/auth/csrf`);
  keep(csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const body = new URLSearchParams({
    csrfToken,
    email: "ines@example.com",
    password: "correct horse",
    json: "true",
  });
  keep(
    await fetch(`${server.url}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: [...jar.values()].join("; ") },
      body,
    }),
  );
  return [...jar.values()].join("; ");
}

/**
 * Two thousand runs with ten metrics and six params each, as training would have left them;
 * one with a long history.
 */
async function fill(): Promise<void> {
  const db = connect({ provider: "sqlite", file: path.join(folder, "perihelion.db") });
  const project = await db.project.findFirstOrThrow();
  const experiment = await db.experiment.create({ data: { projectId: project.id, number: 1, name: "many" } });
  await db.run.createMany({
    data: Array.from({ length: runs }, (_, i) => ({
      uid: `u${i}`,
      projectId: project.id,
      experimentId: experiment.id,
      name: `run-${i}`,
      startTime: 1_760_000_000_000 + i,
      status: "FINISHED",
      createdBy: "x",
      provenance: JSON.stringify({ algorithm: "random-forest", fitMilliseconds: i }),
    })),
  });
  const ids = (await db.run.findMany({ select: { id: true } })).map(({ id }) => id);
  const names = ["f1", "precision", "recall", "roc_auc", "log_loss"].flatMap((name) =>
    ["train", "test"].map((split) => ({ projectId: project.id, key: `${split}/${name}`, name, split })),
  );
  await db.metricKey.createMany({ data: names });
  const keys = await db.metricKey.findMany();
  for (let i = 0; i < ids.length; i += 500) {
    const part = ids.slice(i, i + 500);
    await db.metricLatest.createMany({
      data: part.flatMap((runId) =>
        keys.map(({ id }) => ({
          runId,
          keyId: id,
          experimentId: experiment.id,
          step: 0n,
          time: 0n,
          value: ((runId * 31 + id) % 997) / 997,
          nan: 0,
        })),
      ),
    });
    await db.runParam.createMany({
      data: part.flatMap((runId) =>
        ["trees", "max_depth", "k", "seed", "target", "dataset"].map((key) => ({
          runId,
          key,
          value: String(runId % 19),
        })),
      ),
    });
  }
  const walk = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)";
  await directOf(db).all(
    `${walk} INSERT INTO "MetricPoint" ("runId", "keyId", "step", "time", "value", "nan")
     SELECT ${ids[0]}, ${keys[0]!.id}, i, 1760000000000 + i, (i * 7919 % 10007) / 10007.0, 0 FROM n`,
  );
  await db.$disconnect();
}
