// How memory does over minutes of mixed load: `npm run bench soak [minutes]`. It reports and asserts nothing.
import { readdirSync, readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startServer } from "@/tests/server-process";
import { report } from "./measure";

const minutes = Number(process.argv[3] ?? 10);
const token = "peri_for_the_bench_only_0123456789";
const api = "/mlflow/p/api/2.0";
const folder = mkdtempSync(path.join(tmpdir(), "perihelion-soak-"));
const server = await startServer(folder, {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
});

async function call(method: string, route: string, body?: unknown): Promise<string> {
  const isRaw = body instanceof FormData || body instanceof Uint8Array;
  const answer = await fetch(server.url + route, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(isRaw || !body ? {} : { "content-type": "application/json" }),
    },
    ...(body ? { body: isRaw ? (body as BodyInit) : JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok && answer.status !== 429)
    throw new Error(`${method} ${route}: ${answer.status} ${text.slice(0, 200)}`);
  return text;
}

await call("POST", "/api/projects", { name: "P", slug: "p" });
await call("POST", "/api/projects/p/datasets", { sample: "neo" });
const counts: Record<string, number> = {};
const until = performance.now() + minutes * 60_000;

/** One kind of work, again and again until the time is up. */
async function again(name: string, work: (i: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; performance.now() < until; i++) {
    await work(i);
    counts[name] = (counts[name] ?? 0) + 1;
  }
}

async function log(i: number): Promise<void> {
  const { run } = JSON.parse(await call("POST", `${api}/mlflow/runs/create`, { experiment_id: "0" })) as {
    run: { info: { run_id: string } };
  };
  const { run_id } = run.info;
  for (let batch = 0; batch < 10; batch++) {
    const metrics = Array.from({ length: 500 }, (_, k) => {
      const step = batch * 500 + k;
      return { key: `m${k % 5}`, value: Math.sin(i + step), timestamp: 1_700_000_000_000 + step, step };
    });
    await call("POST", `${api}/mlflow/runs/log-batch`, { run_id, metrics });
  }
  const file = `${api}/mlflow-artifacts/artifacts/0/${run_id}/artifacts/weights.bin`;
  await call("PUT", file, new Uint8Array(5_000_000).fill(i));
  await call("GET", file);
  await call("POST", `${api}/mlflow/runs/update`, { run_id, status: "FINISHED" });
}

async function upload(i: number): Promise<void> {
  const rows = Array.from({ length: 20_000 }, (_, row) => `${row},${(row * 7 + i) % 13},${row % 3 === 0}`);
  const form = new FormData();
  form.append("file", new Blob([`a,b,c\n${rows.join("\n")}\n`]), `d${i % 20}.csv`);
  await call("POST", "/api/projects/p/datasets", form);
}

/**
 * Resident memory of the server and of all that it started, in MB;
 * a page that processes share counts for each.
 */
function memory(): { server: number; all: number } {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      parents.set(Number(name), Number(status.match(/^PPid:\s+(\d+)/m)?.[1] ?? 0));
      resident.set(Number(name), Number(status.match(/^VmRSS:\s+(\d+)/m)?.[1] ?? 0) / 1_024);
    } catch {
      // it has ended meanwhile
    }
  const pid = server.child.pid!;
  const isOurs = (child: number): boolean =>
    child === pid || (parents.has(child) && isOurs(parents.get(child)!));
  const all = [...resident]
    .filter(([child]) => isOurs(child))
    .reduce((sum, [, megabytes]) => sum + megabytes, 0);
  return { server: resident.get(pid) ?? 0, all };
}

const samples: { minute: number; server: number; all: number }[] = [];
async function watch(): Promise<void> {
  const started = performance.now();
  while (performance.now() < until) {
    samples.push({ minute: (performance.now() - started) / 60_000, ...memory() });
    await pause(1_000);
  }
}

/** MB a minute by least squares over the second half, when everything is warm. */
function growth(of: "server" | "all"): number {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(half.map(({ minute }) => minute)), mean(half.map((sample) => sample[of]))];
  const above = half.reduce((sum, sample) => sum + (sample.minute - x) * (sample[of] - y), 0);
  return above / half.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
}

await Promise.all([
  watch(),
  again("runs logged, each 5,000 points and 5 MB", log),
  again("runs logged by another", log),
  again("datasets imported", upload),
  again("queries", () =>
    call("POST", "/api/projects/p/sql", { sql: `SELECT count(*) AS n FROM dataset('neo-simulated')` }),
  ),
  again("pages of runs searched", () =>
    call("POST", `${api}/mlflow/runs/search`, {
      experiment_ids: ["0"],
      order_by: ["metrics.m1 DESC"],
      max_results: 100,
    }),
  ),
]);
for (const [name, count] of Object.entries(counts)) report(name, count, null, "", "");
for (const of of ["server", "all"] as const) {
  const name = of === "server" ? "the server" : "the server and its processes";
  report(`peak memory of ${name}`, Math.max(...samples.map((sample) => sample[of])), null, "", "MB");
  report(`growth of ${name} in the second half`, growth(of), null, "", "MB/min");
}
await server.kill("SIGTERM");
rmSync(folder, { recursive: true, force: true });
