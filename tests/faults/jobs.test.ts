import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { seededRandom } from "@/lib/stats/random";
import { freshAddress, onBothDatabases } from "../fresh-db";
import { eventually } from "../instance";
import { startServer, type ServerProcess } from "../server-process";

/** More rounds by the environment, such as PERIHELION_KILL_ROUNDS=20. */
const rounds = Number(process.env.PERIHELION_KILL_ROUNDS ?? 6);
const token = "peri_for_the_jobs_test_only_0123456789";
const env = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
};
type Process = { pid: number; ppid: number; args: string };
type Job = { id: string; status: string; attempts: number; error: string | null };
type Run = {
  uid: string;
  status: string;
  metrics: { key: string; split: string }[];
  artifacts: { path: string }[];
};

const processes = (): Process[] =>
  execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, ppid, ...args]) => ({ pid: Number(pid), ppid: Number(ppid), args: args.join(" ") }));

/** Workers of a server and the processes of their jobs, guards too. */
function crewOf(server: ServerProcess): { supervisors: Process[]; jobs: Process[] } {
  const all = processes();
  const supervisors = all.filter(
    ({ ppid, args }) => ppid === server.child.pid && args.includes("worker.mjs"),
  );
  const below = (parents: Process[]): Process[] => {
    const children = all.filter(({ ppid }) => parents.some(({ pid }) => pid === ppid));
    return children.length === 0 ? [] : [...children, ...below(children)];
  };
  return { supervisors, jobs: below(supervisors) };
}

const allGone = (pids: readonly number[]) => processes().every(({ pid }) => !pids.includes(pid));

function clientOf(server: ServerProcess) {
  return async <Body>(method: string, route: string, body?: unknown): Promise<Body> => {
    const response = await fetch(server.url + route, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  };
}

/** A job may end by itself in the moment in which it is to be killed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

onBothDatabases(`of ${rounds} kills of server, worker or job with training under way`, (provider) =>
  test(
    "no job that was acknowledged is lost, none is counted twice, and no process is left behind",
    { timeout: rounds * 80_000 + 240_000 },
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "perihelion-jobs-"));
      const started = provider === "postgresql" ? { ...env, DATABASE_URL: await freshAddress() } : env;
      const random = seededRandom(7);
      const acknowledged = new Map<string, string>();
      let server = await startServer(folder, started);
      await clientOf(server)("POST", "/api/projects", { name: "P", slug: "p" });
      await clientOf(server)("POST", "/api/projects/p/datasets", { sample: "neo" });
      for (let round = 0; round < rounds; round++) {
        const call = clientOf(server);
        const { runs } = await call<{ runs: { job: string; run: string }[] }>(
          "POST",
          "/api/projects/p/jobs",
          {
            dataset: "neo-simulated",
            target: "Hazardous",
            algorithms: [60, 70, 80].map((trees) => ({ algorithm: "random-forest", trees })),
          },
        );
        for (const { job, run } of runs) acknowledged.set(job, run);
        const crew = await eventually(async () => {
          const found = crewOf(server);
          const { jobs } = await call<{ jobs: Job[] }>("GET", "/api/projects/p/jobs?status=RUNNING");
          return jobs.length > 0 && found.jobs.length > 0 && found;
        });
        await new Promise((resolve) => setTimeout(resolve, random() * 1_500));
        const pids = crew.jobs.map(({ pid }) => pid);
        if (round % 3 === 0) {
          await server.kill("SIGKILL");
          await eventually(async () => allGone([...pids, ...crew.supervisors.map(({ pid }) => pid)]));
          server = await startServer(folder, started);
        } else if (round % 3 === 1) {
          for (const { pid } of crew.supervisors) process.kill(pid, "SIGKILL");
          await eventually(async () => allGone(pids));
        } else {
          const working = crew.jobs.find(({ args }) => args.includes("job.mjs"));
          if (working) killIfThere(working.pid);
        }
      }

      const call = clientOf(server);
      const jobs = await eventually(
        async () => (await call<{ jobs: Job[] }>("GET", "/api/projects/p/jobs?limit=1000")).jobs,
        {
          for: "every job to end",
          within: rounds * 20_000 + 120_000,
          until: (all) => all.every(({ status }) => status !== "QUEUED" && status !== "RUNNING"),
        },
      );
      expect(new Set(jobs.map(({ id }) => id))).toEqual(new Set(acknowledged.keys()));
      for (const { id, status, attempts, error } of jobs) {
        expect(attempts, id).toBeLessThanOrEqual(3);
        const run = await call<Run>("GET", `/api/projects/p/runs/${acknowledged.get(id)}`);
        expect(run.status, id).toBe(status);
        const f1 = run.metrics.filter(({ key }) => key === "f1").map(({ split }) => split);
        const files = run.artifacts.map(({ path: name }) => name);
        if (status === "FINISHED") {
          expect(f1.sort(), id).toEqual(["test", "train"]);
          expect(
            files.filter((name) => name === "model/model.onnx"),
            id,
          ).toHaveLength(1);
        } else {
          expect(error, id).toMatch(/^Its (worker was lost|process ended)/);
          expect([f1, files], id).toEqual([[], []]);
        }
      }
      expect(jobs.filter(({ status }) => status === "FINISHED").length).toBeGreaterThan(0);
      await server.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  ),
);
