import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import { hashOfSecret } from "@/lib/auth/secrets";
import type { Db } from "@/lib/db/client";
import { endJob, finishAttempt, jobOfToken, requeueExpiredJobs } from "@/lib/jobs/attempts";
import { claimNext } from "@/lib/jobs/claim";
import { limits } from "@/lib/limits";
import { folderStorage } from "@/lib/storage/folder";
import { allJobEffects } from "@/server/job-kinds";
import { freshDb, onBothDatabases, onPostgres } from "../fresh-db";
import { eventually, projectIn, startInstance } from "../instance";

const effects = allJobEffects(folderStorage("/nowhere"));
const free = { perProject: 1_000, perPerson: 1_000 };
const start = new Date("2026-03-01T10:00:00Z");

type Waiting = {
  project: string;
  name: string;
  by?: string;
  priority?: number;
  kind?: string;
  labels?: string;
  slots?: number;
};

/** Jobs in the order in which they were created, a millisecond apart. */
async function queue(db: Db, jobs: readonly Waiting[]): Promise<void> {
  await db.job.createMany({
    data: jobs.map(({ project, name, by = "somebody", kind = "train", ...rest }, i) => ({
      id: name,
      projectId: project,
      kind,
      title: name,
      status: "QUEUED",
      spec: "{}",
      createdBy: by,
      createdAt: new Date(start.getTime() + i),
      ...rest,
    })),
  });
}

const offer = { worker: "w", slots: 1, free: 1, labels: [] as string[] };

function claim(db: Db, { limit = free, ...more }: Partial<typeof offer> & { limit?: typeof free } = {}) {
  return claimNext(db, effects, { offer: { ...offer, ...more }, limit, now: new Date() });
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;

async function finish(db: Db, { job, token }: Claimed): Promise<void> {
  const outcome = { status: "FINISHED", result: {}, error: null, now: new Date() } as const;
  await finishAttempt(db, effects, { job: await jobOfToken(db, token, job.id), outcome });
}

/** Names of jobs in the order in which one slot runs them, each ending before the next is claimed. */
async function runAll(db: Db): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const claimed = await claim(db);
    if (!claimed) return names;
    names.push(claimed.job.id);
    await db.job.update({ where: { id: claimed.job.id }, data: { status: "FINISHED" } });
  }
}

/** 1,000 jobs of 20 projects: the first has 240, the others 40 each, the first one's all before theirs. */
const twenty: Waiting[] = Array.from({ length: 20 }, (_, p) => p).flatMap((p) =>
  Array.from({ length: p === 0 ? 240 : 40 }, (_, i) => ({ project: `p${p}`, name: `p${p}-${i}` })),
);

onBothDatabases("the queue", (provider) => {
  test(
    "1,000 jobs of 20 projects run in turns, project by project, each project's oldest first",
    { timeout: 240_000 },
    async () => {
      const db = await freshDb(provider);
      await queue(db, twenty);
      const inTurns = Array.from({ length: 240 }, (_, i) => i).flatMap((i) =>
        Array.from({ length: 20 }, (_, p) => `p${p}-${i}`).filter((_name, p) => p === 0 || i < 40),
      );
      expect(await runAll(db)).toEqual(inTurns);
    },
  );

  test("of a hundred slots each of twenty projects has five", async () => {
    const db = await freshDb(provider);
    await queue(db, twenty);
    for (let i = 0; i < 100; i++) await claim(db, { worker: `w${i}` });
    const running = await db.job.groupBy({
      by: ["projectId"],
      where: { status: "RUNNING" },
      _count: true,
      orderBy: { projectId: "asc" },
    });
    expect(running.map(({ _count }) => _count)).toEqual(Array(20).fill(5));
  });

  test("a sweep of one project does not wait behind 93 jobs of two others", async () => {
    const db = await freshDb(provider);
    const jobs = (project: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({ project, name: `${project}-${i}` }));
    await queue(db, [...jobs("a", 50), ...jobs("b", 43), ...jobs("sweep", 22)]);
    const order = await runAll(db);
    const places = order.flatMap((name, place) => (name.startsWith("sweep") ? [place] : []));
    expect(places).toEqual(Array.from({ length: 22 }, (_, i) => 3 * i + 2));
  });

  test("within a project the higher priority goes first, then the older job", async () => {
    const db = await freshDb(provider);
    await queue(db, [
      { project: "a", name: "old" },
      { project: "a", name: "new" },
      { project: "a", name: "urgent", priority: 5 },
      { project: "a", name: "idle", priority: -5 },
    ]);
    expect(await runAll(db)).toEqual(["urgent", "old", "new", "idle"]);
  });

  test("a project and a person have at most as many slots as they may, and others go on", async () => {
    const db = await freshDb(provider);
    const by = (project: string, who: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({ project, by: who, name: `${project}-${who}-${i}` }));
    await queue(db, [...by("a", "x", 3), ...by("b", "x", 3), ...by("b", "y", 2)]);
    const limit = { perProject: 2, perPerson: 2 };
    const names = [];
    for (let i = 0; i < 5; i++) names.push((await claim(db, { limit }))?.job.id);
    expect(names).toEqual(["a-x-0", "b-x-0", "b-y-0", undefined, undefined]);
  });

  test("a worker is given only what it has the labels for, and nothing of an undeclared kind", async () => {
    const db = await freshDb(provider);
    await queue(db, [
      { project: "a", name: "unknown", kind: "mystery" },
      { project: "a", name: "both", labels: "gpu,python" },
      { project: "a", name: "one", labels: "python" },
    ]);
    expect(await claim(db)).toBeNull();
    expect((await claim(db, { labels: ["python"] }))?.job.id).toBe("one");
    expect(await claim(db, { labels: ["python"] })).toBeNull();
    expect((await claim(db, { labels: ["python", "gpu", "big"] }))?.job.id).toBe("both");
  });

  test("a job of many slots is not kept out by small ones, nor given to too small a worker", async () => {
    const db = await freshDb(provider);
    await queue(db, [
      { project: "a", name: "wide", slots: 4 },
      { project: "a", name: "small" },
    ]);
    expect(await claim(db, { slots: 4, free: 3 })).toBeNull();
    expect((await claim(db, { slots: 2, free: 1 }))?.job.id).toBe("small");
    expect((await claim(db, { slots: 4, free: 4 }))?.job.id).toBe("wide");
  });

  test("each try leaves an attempt: who, when, how it ended and why", async () => {
    const db = await freshDb(provider);
    await queue(db, [{ project: "a", name: "j" }]);
    const lose = async (worker: string, at: number) => {
      const now = new Date(start.getTime() + at);
      await claimNext(db, effects, { offer: { ...offer, worker }, limit: free, now });
      const late = new Date(now.getTime() + limits.leaseMilliseconds + 1);
      return requeueExpiredJobs(db, effects, late);
    };
    expect(await lose("first", 0)).toEqual([{ id: "j", projectId: "a", status: "QUEUED" }]);
    expect(await lose("second", 60_000)).toEqual([{ id: "j", projectId: "a", status: "QUEUED" }]);
    const claimed = await claim(db, { worker: "third" });
    await finish(db, claimed!);
    const tries = await db.attempt.findMany({ where: { jobId: "j" }, orderBy: { number: "asc" } });
    expect(tries.map(({ number, worker, outcome, reason }) => ({ number, worker, outcome, reason }))).toEqual(
      [
        { number: 1, worker: "first", outcome: "LOST", reason: "Nothing was heard of first for 20 s." },
        { number: 2, worker: "second", outcome: "LOST", reason: "Nothing was heard of second for 20 s." },
        { number: 3, worker: "third", outcome: "FINISHED", reason: null },
      ],
    );
    expect(tries.every(({ startedAt, endedAt }) => endedAt !== null && endedAt >= startedAt)).toBe(true);
    expect(await db.job.findUnique({ where: { id: "j" } })).toMatchObject({
      status: "FINISHED",
      attempts: 3,
    });
  });

  test("a job whose worker is lost as often as its kind allows fails, and is not tried again", async () => {
    const db = await freshDb(provider);
    await queue(db, [{ project: "a", name: "j" }]);
    for (let i = 0; i < 3; i++) {
      expect(await claimNext(db, effects, { offer, limit: free, now: start })).not.toBeNull();
      await requeueExpiredJobs(db, effects, new Date(start.getTime() + limits.leaseMilliseconds + 1));
    }
    expect(await claim(db)).toBeNull();
    expect(await db.job.findUnique({ where: { id: "j" } })).toMatchObject({
      status: "FAILED",
      error: "Its worker was lost 3 times.",
    });
  });

  test("the spec of a kind that may hold secrets is forgotten with its job, another's stays", async () => {
    const db = await freshDb(provider);
    const spec = '{"password":"x"}';
    await queue(db, [
      { project: "a", name: "finished", kind: "transfer" },
      { project: "b", name: "lost", kind: "transfer" },
      { project: "c", name: "kept", kind: "train" },
    ]);
    await db.job.updateMany({ data: { spec } });
    const fail = { status: "FAILED", result: null, error: "no", now: start } as const;
    const [first, , third] = [await claim(db), await claim(db), await claim(db)];
    for (const { job, token } of [first!, third!])
      await finishAttempt(db, effects, { job: await jobOfToken(db, token, job.id), outcome: fail });
    await db.job.updateMany({ where: { id: "lost" }, data: { attempts: 3, leaseUntil: start } });
    await requeueExpiredJobs(db, effects, new Date(start.getTime() + 1));
    const specs = await db.job.findMany({ select: { id: true, spec: true }, orderBy: { id: "asc" } });
    expect(specs).toEqual([
      { id: "finished", spec: "{}" },
      { id: "kept", spec },
      { id: "lost", spec: "{}" },
    ]);
  });

  test("an attempt of a kind without declared access is refused by all but its job's routes", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const project = await instance.db.project.findFirstOrThrow();
    const user = await instance.db.user.findFirstOrThrow();
    const statuses = async (kind: string) => {
      const secret = `job_${randomUUID()}`;
      const id = randomUUID();
      await instance.db.job.create({
        data: {
          id,
          projectId: project.id,
          kind,
          title: kind,
          status: "RUNNING",
          spec: "{}",
          createdBy: user.id,
          tokenHash: hashOfSecret(secret),
          leaseUntil: new Date(Date.now() + 3_600_000),
        },
      });
      const client = instance.clientOf(secret);
      const found = new Map<string, number>();
      for (const { method, url, permission } of instance.declarations) {
        if (permission === "public" || (permission === "job" && kind === "train")) continue;
        const path = url
          .replace(":projectSlug", "neo")
          .replace("/jobs/:jobId", `/jobs/${id}`)
          .replaceAll(/:\w+/g, "1")
          .replace("*", "x");
        const answer = await client(method, path, method === "GET" || method === "DELETE" ? undefined : {});
        found.set(`${method} ${url}`, answer.status);
      }
      return found;
    };
    for (const kind of ["train", "mystery"]) {
      const found = await statuses(kind);
      expect(found.size).toBeGreaterThan(100);
      expect([...found].filter(([, status]) => status !== 401)).toEqual([]);
    }
  });

  test("an attempt whose kind opens its own run is let to that run and nowhere else", async () => {
    const db = await freshDb(provider);
    const actor = { id: "me", name: "Me", via: "job" as const, viaId: "j", from: null };
    const person = {
      id: "me",
      name: "Me",
      email: "",
      isAdmin: true,
      onlyProjectId: "p",
      onlyRun: "own",
      actor,
    };
    const project = { id: "p", slug: "p", name: "P" };
    const member = { person, actor, project, role: "OWNER" as const, grants: [] };
    const run = (uid: string) => [{ kind: "run" as const, uid }];
    await authorizeResources(db, member, "run:write", run("own"));
    const refused = { code: "FORBIDDEN" };
    await expect(authorizeResources(db, member, "run:write", run("other"))).rejects.toMatchObject(refused);
    await expect(authorizeResources(db, member, "run:read", "filtered")).rejects.toMatchObject(refused);
    await expect(authorizeResources(db, member, "project:read", [])).rejects.toMatchObject(refused);
  });

  test("an attempt's secret opens its own job alone", async () => {
    const { db, clientOf } = await startInstance(provider);
    await queue(db, [
      { project: "a", name: "mine" },
      { project: "b", name: "yours" },
    ]);
    const claimed = await claim(db);
    await claim(db);
    const beat = { done: 1, total: 2, message: "so far", logBytes: 0 };
    const worker = clientOf(claimed!.token);
    expect((await worker("POST", "/api/worker/jobs/mine/heartbeat", beat)).status).toBe(200);
    expect((await worker("POST", "/api/worker/jobs/yours/heartbeat", beat)).status).toBe(401);
    expect((await worker("POST", "/api/worker/jobs/yours/finish", { status: "KILLED" })).status).toBe(401);
    expect(await db.job.findUnique({ where: { id: "yours" } })).toMatchObject({ status: "RUNNING", done: 0 });
  });
});

onPostgres("workers that claim at the same moment", () => {
  test("never take one job twice, and keep to turns and limits", async () => {
    const db = await freshDb("postgresql");
    await queue(db, twenty);
    const limit = { perProject: 4, perPerson: 1_000 };
    const claimed = await Promise.all(
      Array.from({ length: 100 }, (_, i) => claim(db, { worker: `w${i}`, limit })),
    );
    const ids = claimed.flatMap((each) => each?.job.id ?? []);
    expect(new Set(ids).size).toBe(80);
    expect(ids).toHaveLength(80);
    const running = await db.job.groupBy({ by: ["projectId"], where: { status: "RUNNING" }, _count: true });
    expect(running.map(({ _count }) => _count)).toEqual(Array(20).fill(4));
    const numbers = await db.attempt.findMany({ select: { number: true } });
    expect(numbers.every(({ number }) => number === 1)).toBe(true);
  });

  test("a job that is cancelled while it is claimed stays cancelled, and the next one is given", async () => {
    const db = await freshDb("postgresql");
    await queue(db, [
      { project: "a", name: "first" },
      { project: "a", name: "second" },
    ]);
    const job = await db.job.findUniqueOrThrow({ where: { id: "first" } });
    const outcome = { status: "KILLED", result: null, error: null, now: new Date() } as const;
    const claims: ReturnType<typeof claim>[] = [];
    await db.$transaction(async (tx) => {
      await endJob(tx, effects, { job, outcome, from: ["QUEUED"] });
      claims.push(claim(db));
      await eventually(() => waitsForLock(db));
    });
    expect((await claims[0])?.job.id).toBe("second");
    expect(await db.job.findUnique({ where: { id: "first" } })).toMatchObject({
      status: "KILLED",
      attempts: 0,
      tokenHash: null,
    });
  });

  test("a job that is heard of while it is taken back stays with its worker", async () => {
    const db = await freshDb("postgresql");
    await queue(db, [{ project: "a", name: "j" }]);
    const { job } = (await claim(db))!;
    const late = new Date(job.leaseUntil!.getTime() + 1);
    const renewed = new Date(late.getTime() + limits.leaseMilliseconds);
    const taken: ReturnType<typeof requeueExpiredJobs>[] = [];
    await db.$transaction(async (tx) => {
      await tx.job.update({ where: { id: "j" }, data: { leaseUntil: renewed } });
      taken.push(requeueExpiredJobs(db, effects, late));
      await eventually(() => waitsForLock(db));
    });
    expect(await taken[0]).toEqual([]);
    expect(await db.job.findUnique({ where: { id: "j" } })).toMatchObject({
      status: "RUNNING",
      tokenHash: job.tokenHash,
    });
  });
});

/** Whether a statement waits for what another transaction holds. */
async function waitsForLock(db: Db): Promise<boolean> {
  const waiting = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return waiting.length > 0;
}
