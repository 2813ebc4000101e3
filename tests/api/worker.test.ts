import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { claimNext } from "@/lib/jobs/claim";
import { logFile, readLog } from "@/lib/jobs/log";
import { limits } from "@/lib/limits";
import { moveOldLogs } from "@/lib/jobs/old-logs";
import { allJobEffects } from "@/server/job-kinds";
import { workerApi } from "@/worker/api";
import { endingOf, runAttempt } from "@/worker/attempt";
import { startJobProcess } from "@/worker/job-process";
import { onBothDatabases } from "../fresh-db";
import { eventually, projectIn, startInstance } from "../instance";

type Instance = Awaited<ReturnType<typeof startInstance>>;
const offer = { worker: "test", slots: 1, free: 1, labels: [] };
const limit = { perProject: 10, perPerson: 10 };

/** A training job that is claimed, and a process of the test's own that works on it. */
async function attemptOf(instance: Instance, program: string) {
  const { db, storage, url } = instance;
  const root = await projectIn(instance);
  await instance.admin("POST", `${root}/datasets`, { sample: "neo" });
  await instance.admin("POST", `${root}/jobs`, {
    dataset: "neo-simulated",
    target: "Hazardous",
    algorithms: [{ algorithm: "decision-tree" }],
  });
  const claimed = await claimNext(db, allJobEffects(storage), { offer, limit, now: new Date() });
  const { job, token } = claimed!;
  const scratch = mkdtempSync(path.join(tmpdir(), "perihelion-worker-test-"));
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }));
  const file = path.join(scratch, "program.mjs");
  writeFileSync(file, program);
  const child = startJobProcess(scratch, [process.execPath, file]);
  onTestFinished(() => void child.kill());
  const handed = {
    id: job.id,
    kind: job.kind,
    attempt: 1,
    slots: 1,
    spec: JSON.parse(job.spec) as unknown,
    token,
  };
  const ended = runAttempt(workerApi(url), handed, child);
  return { root, job, child, scratch, ended };
}

const inGroup = (group: number) =>
  execFileSync("ps", ["-eo", "pid,pgid,args"], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, pgid]) => Number(pgid) === group)
    .map(([pid, , ...args]) => ({ pid: Number(pid), args: args.join(" ") }));

/** Sees a process of the test's own through against a server that answers the worker as the test says. */
async function attemptAgainst(
  program: string,
  answer: (path: string, body: string, response: ServerResponse) => void,
) {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => answer(request.url!.split("/").at(-1)!, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const scratch = path.join(mkdtempSync(path.join(tmpdir(), "perihelion-worker-test-")), "tidied away");
  onTestFinished(() => rmSync(path.dirname(scratch), { recursive: true, force: true }));
  const code = ["--input-type=module", "--eval", program];
  const child = startJobProcess(scratch, [process.execPath, ...code]);
  onTestFinished(() => void child.kill());
  const { port } = server.address() as AddressInfo;
  const job = { id: "j", kind: "train", attempt: 1, slots: 1, spec: {}, token: "secret" };
  return { child, ended: runAttempt(workerApi(`http://127.0.0.1:${port}`), job, child) };
}

test("a result is handed in again where the server asks for patience", async () => {
  const finishes: unknown[] = [];
  const statuses = [429, 408, 503, 200];
  const { ended } = await attemptAgainst(
    `process.on("message", () => process.send({ op: "result", result: {} }, () => process.disconnect()));`,
    (path, body, response) => {
      if (path === "finish") finishes.push(JSON.parse(body));
      response.writeHead(path === "finish" ? statuses[finishes.length - 1]! : 200).end("{}");
    },
  );
  await ended;
  expect(finishes).toEqual(Array(4).fill({ status: "FINISHED", result: {}, exit: "exit 0" }));
});

test("a heartbeat that nobody answers is given up within the lease, and none waits behind it", async () => {
  const heartbeats: number[] = [];
  const { child, ended } = await attemptAgainst(
    `process.on("message", () => setInterval(() => {}, 1_000));`,
    (path, _body, response) => {
      if (path === "heartbeat" && heartbeats.push(performance.now()) === 1) return; // no answer
      response.writeHead(200).end(JSON.stringify({ cancel: true }));
    },
  );
  await ended;
  expect(heartbeats).toHaveLength(2);
  expect(heartbeats[1]! - heartbeats[0]!).toBeLessThan(limits.leaseMilliseconds / 2);
  expect(await child.exit).toEqual({ code: null, signal: "SIGKILL" });
});

onBothDatabases("a worker", (provider) => {
  test("keeps the lease of a process that never yields; a stop leaves no process and no file", async () => {
    const instance = await startInstance(provider);
    const { job, child, scratch, ended, root } = await attemptOf(
      instance,
      `import { spawn } from "node:child_process";
       import { writeFileSync } from "node:fs";
       import { tmpdir } from "node:os";
       process.on("message", () => {
         spawn("sleep", ["1000"]);
         writeFileSync(tmpdir() + "/left", "x");
         process.stdout.write("looping\\n");
         for (;;);
       });`,
    );
    const row = () => instance.db.job.findUniqueOrThrow({ where: { id: job.id } });
    await eventually(async () => (await row()).logBytes > 0);
    const { leaseUntil } = await row();
    await eventually(async () => (await row()).leaseUntil!.getTime() >= leaseUntil!.getTime() + 3_000);
    expect(inGroup(child.pid!).map(({ args }) => args.split(" ")[0])).toEqual(
      expect.arrayContaining(["sleep", process.execPath]),
    );
    await instance.admin("POST", `${root}/jobs/${job.id}/cancel`, {});
    await ended;
    expect(await row()).toMatchObject({ status: "KILLED", attempts: 1 });
    await eventually(async () => inGroup(child.pid!).length === 0);
    expect(readdirSync(scratch)).toEqual(["program.mjs"]);
    expect(await instance.db.attempt.findFirst({ where: { jobId: job.id } })).toMatchObject({
      outcome: "KILLED",
      exit: "SIGKILL",
      worker: "test",
    });
  });

  test("fails a job whose process dies without a word, with how it died", async () => {
    const instance = await startInstance(provider);
    const { job, ended } = await attemptOf(instance, `process.on("message", () => process.exit(3));`);
    await ended;
    const row = await instance.db.job.findUniqueOrThrow({ where: { id: job.id }, include: { tries: true } });
    expect(row).toMatchObject({
      status: "FAILED",
      error: "Its process ended (exit 3) before it was done.",
      tries: [{ outcome: "FAILED", exit: "exit 3" }],
    });
  });
});

onBothDatabases("what a job hands in", (provider) => {
  test("takes the place of what somebody logged to its run under the same names", async () => {
    const instance = await startInstance(provider);
    const { db, storage, url, admin } = instance;
    const root = await projectIn(instance);
    await admin("POST", `${root}/datasets`, { sample: "neo" });
    const algorithms = [{ algorithm: "decision-tree" }];
    await admin("POST", `${root}/jobs`, { dataset: "neo-simulated", target: "Hazardous", algorithms });
    const claimed = await claimNext(db, allJobEffects(storage), { offer, limit, now: new Date() });
    const { job, token } = claimed!;
    const run = await db.run.findUniqueOrThrow({ where: { id: job.runId! } });
    const logged = await admin("POST", "/mlflow/neo/api/2.0/mlflow/runs/log-metric", {
      run_id: run.uid,
      key: "test/f1",
      value: 0.1,
      timestamp: 1,
      step: 7,
    });
    expect(logged.status).toBe(200);
    const place = { runId: run.id, path: "model.json" };
    await db.runArtifact.create({ data: { ...place, sha256: "0".repeat(64), bytes: 1 } });

    const worker = workerApi(url);
    const handed = { id: job.id, kind: job.kind, attempt: 1, slots: 1, spec: {}, token };
    const file = await worker.put(handed, new TextEncoder().encode("a tree"));
    const metrics = [{ key: "f1", split: "test", value: 0.9 }];
    const artifacts = [{ path: place.path, ...file }];
    await worker.finish(handed, { status: "FINISHED", result: { metrics, artifacts } });

    const latest = await db.metricLatest.findMany({ where: { runId: run.id } });
    expect(latest.map(({ value, step }) => [value, step])).toEqual([[0.9, 0n]]);
    const points = await db.metricPoint.findMany({ where: { runId: run.id }, orderBy: { value: "asc" } });
    expect(points.map(({ value }) => value)).toEqual([0.1, 0.9]);
    expect(await db.runArtifact.findMany({ where: { runId: run.id } })).toEqual([{ ...place, ...file }]);
  });
});

test(
  "90 MB of log arrive whole, are read from any offset, and leave the memory as it was",
  { timeout: 300_000 },
  async () => {
    const instance = await startInstance("sqlite");
    const line = `${"x".repeat(989)} `;
    const { job, ended, root } = await attemptOf(
      instance,
      `process.on("message", () => {
       const line = ${JSON.stringify(line)};
       for (let i = 0; i < 90_000; i++) process.stdout.write(line + String(i).padStart(9, "0") + "\\n");
       process.disconnect();
     });`,
    );
    let most = 0;
    const before = process.memoryUsage().rss;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 100);
    await ended;
    clearInterval(timer);
    const { files } = instance.storage;
    const lineBytes = 25 + 1_000;
    expect(await files.size(logFile({ jobId: job.id, attempt: 1 }))).toBe(90_000 * lineBytes);
    for (const at of [0, 45_000, 89_999]) {
      const { body } = await instance.admin<{ text: string; from: number }>(
        "GET",
        `${root}/jobs/${job.id}/log?from=${at * lineBytes}&limit=1100`,
      );
      expect(body.text.slice(25)).toBe(`${line}${String(at).padStart(9, "0")}\n`);
    }
    const end = await readLog(files, { jobId: job.id, attempt: 1 }, { place: "end", limit: 2_000 });
    expect(end.text.endsWith("000089999\n")).toBe(true);
    expect(most / 2 ** 20).toBeLessThan(100);
  },
);

test(
  "a supervisor that is killed leaves no process of a job behind, and the job goes on elsewhere",
  { timeout: 120_000 },
  async () => {
    const instance = await startInstance("sqlite", { workers: 1 });
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, { sample: "neo" });
    const start = async (trees: number) => {
      const { body } = await instance.admin<{ runs: { job: string }[] }>("POST", `${root}/jobs`, {
        dataset: "neo-simulated",
        target: "Hazardous",
        algorithms: [{ algorithm: "random-forest", trees }],
      });
      return body.runs[0]!.job;
    };
    const row = (id: string) => instance.db.job.findUniqueOrThrow({ where: { id } });
    const long = await start(10_000);
    await eventually(async () => (await row(long)).done > 0);
    const short = await start(1);
    await eventually(async () => (await row(short)).status === "FINISHED");
    expect((await row(long)).status).toBe("RUNNING");

    const processes = execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .map(([pid, ppid, ...args]) => ({ pid: Number(pid), ppid: Number(ppid), args: args.join(" ") }));
    const supervisor = processes.find(
      ({ ppid, args }) => ppid === process.pid && args.includes("dist/worker.mjs"),
    )!;
    const jobs = processes.filter(({ ppid }) => ppid === supervisor.pid);
    expect(jobs.length).toBeGreaterThan(0);
    process.kill(supervisor.pid, "SIGKILL");
    await eventually(async () => jobs.every(({ pid }) => inGroup(pid).length === 0));
    await instance.admin("POST", `${root}/jobs/${long}/cancel`, {});
  },
);

test("how a job ended is told by what its process said, or by how it went", () => {
  const state = { done: 0, total: 0, message: "" };
  const of = (more: object, exit = "exit 0") => endingOf({ ...state, ...more }, exit, 60);
  expect(of({ result: {} })).toEqual({ status: "FINISHED", result: {} });
  expect(of({ failed: "No rows." }, "exit 0")).toEqual({ status: "FAILED", error: "No rows." });
  expect(of({ result: {}, stopped: "cancelled" })).toEqual({ status: "KILLED" });
  expect(of({ stopped: "too long" }, "SIGKILL")).toEqual({
    status: "FAILED",
    error: "It ran for 60 s, the longest that jobs of this kind may.",
  });
  expect(of({}, "SIGKILL")).toEqual({
    status: "FAILED",
    error: "Its process ended (SIGKILL) before it was done; perhaps its memory ran out.",
  });
});

onBothDatabases("log lines in the database", (provider) => {
  test("are moved into files in order, once", async () => {
    const instance = await startInstance(provider);
    const { db, storage } = instance;
    const job = {
      projectId: "p",
      kind: "train",
      title: "t",
      status: "FINISHED",
      spec: "{}",
      createdBy: "me",
    };
    const { id } = await db.job.create({ data: { ...job, attempts: 2 } });
    const at = new Date("2026-03-01T10:00:00Z");
    const lines = [0, 1, 2].flatMap((seq) =>
      [1, 2].map((attempt) => ({ jobId: id, attempt, seq, at, line: `${attempt}/${seq}` })),
    );
    await db.jobLog.createMany({ data: lines });
    const first = `${at.toISOString()} 1/0\n${at.toISOString()} 1/1\n`;
    await storage.files.append(logFile({ jobId: id, attempt: 1 }), Buffer.from(first)); // broken off before
    expect(await moveOldLogs(db, storage.files)).toBe(2);
    expect(await moveOldLogs(db, storage.files)).toBe(0);
    for (const attempt of [1, 2]) {
      const { text } = await readLog(storage.files, { jobId: id, attempt }, { place: "end", limit: 1_000 });
      expect(text).toBe([0, 1, 2].map((seq) => `${at.toISOString()} ${attempt}/${seq}\n`).join(""));
    }
  });
});
