import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { freshAddress, onBothDatabases } from "../fresh-db";
import { eventually, formOf } from "../instance";
import { startServer, type ServerProcess } from "../server-process";

const token = "peri_for_the_import_test_only_0123456789";
const env = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
};
type Job = { status: string; attempts: number; error: string | null };
type Process = { pid: number; ppid: number; args: string };

const rows = 400_000;
const row = (_: unknown, i: number) => `${i},${(i * 7_919) % 1_000_003},word ${i % 997}`;
const table = `id,code,word\n${Array.from({ length: rows }, row).join("\n")}\n`;

/** All processes below a server: its workers, their jobs, and the engines of those. */
function below(server: ServerProcess): Process[] {
  const all = execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, ppid, ...args]) => ({ pid: Number(pid), ppid: Number(ppid), args: args.join(" ") }));
  const found: Process[] = [];
  for (let parents = [server.child.pid!]; parents.length > 0;) {
    const children = all.filter(({ ppid }) => parents.includes(ppid));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found;
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

function clientOf(server: ServerProcess) {
  return async <Body>(method: string, route: string, body?: FormData): Promise<Body> => {
    const response = await fetch(`${server.url}/api/projects/p${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, prefer: "respond-async" },
      ...(body ? { body } : {}),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  };
}

/** What is killed while an import reads its file, and how the job goes on without anybody's help. */
const kills = [
  { name: "engine", program: "engine.mjs", ends: "FAILED" },
  { name: "job", program: "job.mjs", ends: "FAILED" },
  { name: "worker", program: "worker.mjs", ends: "FINISHED" },
  { name: "server", program: null, ends: "FINISHED" },
] as const;

onBothDatabases("an import whose engine, job, worker or server is killed", (provider) => {
  test(
    "makes one version or none, is tried again by the rules, and leaves no process behind",
    {
      timeout: 400_000,
    },
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "perihelion-imports-"));
      const started = provider === "postgresql" ? { ...env, DATABASE_URL: await freshAddress() } : env;
      let server = await startServer(folder, started);
      await fetch(`${server.url}/api/projects`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: '{"name":"P","slug":"p"}',
      });
      const jobOf = (id: string) => () => clientOf(server)<Job>("GET", `/jobs/${id}`);
      const ended = (id: string) =>
        eventually(jobOf(id), {
          for: "the import to end",
          within: 120_000,
          until: ({ status }) => !["QUEUED", "RUNNING"].includes(status),
        });
      for (const { name, program, ends } of kills) {
        const call = clientOf(server);
        const { job } = await call<{ job: string }>("POST", "/datasets", formOf(`${name}.csv`, table));
        const [reader, crew] = await readerOf(server);
        process.kill(reader.pid, "SIGSTOP"); // it has begun, and will not be done before it is killed
        if (program === null) {
          await server.kill("SIGKILL");
          server = await startServer(folder, started);
        } else {
          const working = program === "engine.mjs" ? reader.pid : ancestorOf(crew, reader, program);
          process.kill(working, "SIGKILL");
        }
        await eventually(async () => !isAlive(reader.pid));
        const versions = await clientOf(server)<{ datasets: { name: string }[] }>("GET", "/datasets");
        expect(
          versions.datasets.map((dataset) => dataset.name),
          "nothing half there",
        ).not.toContain(name);
        const end = await ended(job);
        expect(end.status, `${name}: ${end.error}`).toBe(ends);
        if (ends === "FAILED") {
          expect(end.error).toMatch(/ended .*before it was done/);
          await clientOf(server)("POST", `/jobs/${job}/retry`);
          expect((await ended(job)).status).toBe("FINISHED");
        }
        expect((await jobOf(job)()).attempts).toBe(2);
        const made = await clientOf(server)<{ versions: { number: number; rows: number }[] }>(
          "GET",
          `/datasets/${name}/versions`,
        );
        expect(made.versions.map((version) => [version.number, version.rows])).toEqual([[1, rows]]);
      }
      const engines = () =>
        below(server).filter(({ args }) => args.includes("job.mjs") || args.includes("engine"));
      const busy = engines().map(({ pid }) => pid);
      await server.kill("SIGTERM");
      await eventually(async () => !busy.some(isAlive), { for: "processes to end", within: 20_000 });
      rmSync(folder, { recursive: true, force: true });
    },
  );
});

/** The engine that reads a file for a job, as soon as there is one, and all processes beside it. */
async function readerOf(server: ServerProcess): Promise<[Process, Process[]]> {
  const found = await eventually(
    async () => {
      const crew = below(server);
      const jobs = crew.filter(({ args }) => args.includes("job.mjs")).map(({ pid }) => pid);
      const reader = crew.find(({ args, ppid }) => args.includes("engine.mjs") && jobs.includes(ppid));
      return { reader, crew };
    },
    { for: "an engine that reads", within: 60_000, until: ({ reader }) => reader !== undefined },
  );
  return [found.reader!, found.crew];
}

/** The process that a reader runs below, by its program. */
function ancestorOf(crew: readonly Process[], reader: Process, program: string): number {
  for (let one: Process | undefined = reader; one;) {
    if (one.args.includes(program)) return one.pid;
    const parent: number = one.ppid;
    one = crew.find(({ pid }) => pid === parent);
  }
  throw new Error(`The reader runs below no ${program}.`);
}
