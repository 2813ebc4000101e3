import { fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { hashOfSecret } from "@/lib/auth/secrets";
import { setUp } from "@/lib/auth/setup";
import { connect, type Db } from "@/lib/db/client";
import { bus, type Signal } from "@/lib/events/bus";
import { heartbeatRelay } from "@/lib/jobs/relay";
import { limits } from "@/lib/limits";
import { freshAddress, freshDb, onBothDatabases, onPostgres } from "../fresh-db";
import { eventually } from "../instance";

const token = "peri_for_the_servers_test_only_0123456789";
const attempt = "the_attempt";

/** Servers on one database, each in a process of its own; their addresses. */
async function startServers(count: number, url: string): Promise<string[]> {
  const program = path.resolve(`.cache/other-server-${process.pid}.mjs`);
  await build({
    entryPoints: ["tests/other-server.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  onTestFinished(() => rmSync(program));
  const starting = Array.from({ length: count }, async () => {
    const child = fork(program, { env: { ...process.env, DATABASE_URL: url } });
    onTestFinished(async () => {
      child.disconnect();
      await once(child, "exit");
    });
    const [address] = (await once(child, "message")) as [string];
    return address;
  });
  return Promise.all(starting);
}

async function post(url: string, secret: string, body: object): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
}

/** The progress of jobs that a server's event stream tells, as it is read. */
async function listen(server: string): Promise<() => object[]> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const { body } = await fetch(`${server}/api/projects/neo/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  let text = "";
  const read = body!.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write: (piece) => void (text += piece),
    }),
  );
  read.catch(() => undefined);
  await eventually(async () => text.includes("retry"));
  return () =>
    [...text.matchAll(/^data: (.*)\n\n/gm)]
      .map(([, data]) => JSON.parse(data!) as { name: string; detail: object })
      .filter(({ name }) => name === "job.progress")
      .map(({ detail }) => detail);
}

async function runningJobs(db: Db, projectId: string, ids: readonly string[]): Promise<void> {
  await db.job.createMany({
    data: ids.map((id) => ({
      id,
      projectId,
      kind: "train",
      title: id,
      status: "RUNNING",
      spec: "{}",
      createdBy: "somebody",
      attempts: 1,
      tokenHash: hashOfSecret(attempt),
      leaseUntil: new Date(Date.now() + 60_000),
      heartbeatAt: new Date(0),
    })),
  });
}

onPostgres("of two servers on one database", () => {
  test("each tells its pages within seconds what the other hears of a job, and tells it once", async () => {
    const url = await freshAddress();
    const db = connect({ provider: "postgresql", url });
    onTestFinished(() => db.$disconnect());
    await setUp(db, { name: "Inés", email: "ines@example.com", password: "correct horse", token });
    const [here, there] = (await startServers(2, url)) as [string, string];
    await post(`${here}/api/projects`, token, { name: "NEO hazard", slug: "neo" });
    const project = await db.project.findFirstOrThrow();
    await runningJobs(db, project.id, ["job"]);
    const [atHere, atThere] = [await listen(here), await listen(there)];
    await eventually(async () => atHere().length === 1 && atThere().length === 1);
    const events = await db.projectEvent.count();
    const beat = async (server: string, done: number) => {
      const progress = { done, total: 9, message: `tree ${done}`, logBytes: 100 * done };
      expect(await post(`${server}/api/worker/jobs/job/heartbeat`, attempt, progress)).toBe(200);
      const told = { ...progress, run: null };
      const heard = [atHere, atThere];
      await eventually(async () => heard.every((all) => all().length > done), { within: 10_000 });
      expect(heard.map((all) => all().slice(done))).toEqual([[told], [told]]);
    };
    await beat(here, 1);
    await beat(there, 2);
    await beat(there, 3);
    await beat(here, 4);
    expect(await db.projectEvent.count()).toBe(events);
  });
});

onBothDatabases("what a server passes on of the jobs of others", (provider) => {
  test("is the newest heartbeat of every running job, however many, and each of them once", async () => {
    const db = await freshDb(provider);
    const ids = Array.from({ length: 2 * limits.relayedAtOnce + 1 }, (_, i) => `job-${i}`);
    await runningJobs(db, "p", ids);
    const told: string[] = [];
    const pass = ({ data }: Signal) => {
      told.push((JSON.parse(data) as { subject: { id: string } }).subject.id);
    };
    const relay = heartbeatRelay(db);
    await relay();
    bus().on("signal", pass);
    onTestFinished(() => void bus().off("signal", pass));
    await relay();
    expect(told.toSorted()).toEqual(ids.toSorted());
    await relay();
    expect(told).toHaveLength(ids.length);
    await db.job.updateMany({
      where: { id: { in: ["job-7", "job-400"] } },
      data: { heartbeatAt: new Date() },
    });
    await db.job.update({ where: { id: "job-7" }, data: { status: "FINISHED" } });
    await relay();
    expect(told.slice(ids.length)).toEqual(["job-400"]);
  });
});
