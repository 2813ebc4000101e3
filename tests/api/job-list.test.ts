import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { personOf } from "@/lib/auth/identity";
import type { Db } from "@/lib/db/client";
import { requeueExpiredJobs } from "@/lib/jobs/attempts";
import { claimNext } from "@/lib/jobs/claim";
import { limits } from "@/lib/limits";
import { memoryStorage } from "@/lib/storage/memory";
import { allJobEffects } from "@/server/job-kinds";
import { freshDb, onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

type Job = { id: string; status: string; title: string; by: string; place: object | null };
type Page = { jobs: Job[]; next: string | null };
const start = new Date("2026-03-01T10:00:00Z");

/** Jobs a millisecond apart, in order; `n` of them in a project. */
async function queue(db: Db, projectId: string, n: number, more: object = {}): Promise<void> {
  const { by = "somebody", prefix = projectId, ...rest } = more as { by?: string; prefix?: string };
  await db.job.createMany({
    data: Array.from({ length: n }, (_, i) => ({
      id: `${prefix}-${i}`,
      projectId,
      kind: "train",
      title: `${prefix} ${i}`,
      status: "QUEUED",
      spec: "{}",
      createdBy: by,
      createdAt: new Date(start.getTime() + Math.floor(i / 2)),
      ...rest,
    })),
  });
}

onBothDatabases("the list of jobs", (provider) => {
  test("comes page by page, each job once, though several were created at one moment", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { id } = await instance.db.project.findFirstOrThrow();
    await queue(instance.db, id, 25, { prefix: "j" });
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const { body }: { body: Page } = await instance.admin(
        "GET",
        `${root}/jobs?limit=7${after && `&after=${after}`}`,
      );
      seen.push(...body.jobs.map((job) => job.id));
      after = body.next;
    }
    const all = await instance.db.job.findMany({ orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
    expect(seen).toEqual(all.map((job) => job.id));
    expect((await instance.admin("GET", `${root}/jobs?after=nonsense`)).status).toBe(400);
    expect((await instance.admin("GET", `${root}/jobs?status=BUSY`)).status).toBe(400);
  });

  test("is filtered by status, kind and person", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { id } = await instance.db.project.findFirstOrThrow();
    const me = await instance.db.user.findFirstOrThrow();
    await queue(instance.db, id, 2, { prefix: "mine", by: me.id });
    await queue(instance.db, id, 1, { prefix: "done", status: "FINISHED" });
    await queue(instance.db, id, 1, { prefix: "brought", kind: "transfer", status: "RUNNING" });
    const ids = async (query: string) =>
      (await instance.admin<Page>("GET", `${root}/jobs?${query}`)).body.jobs.map((job) => job.id).sort();
    expect(await ids("status=open")).toEqual(["brought-0", "mine-0", "mine-1"]);
    expect(await ids("status=FINISHED")).toEqual(["done-0"]);
    expect(await ids("kind=transfer")).toEqual(["brought-0"]);
    expect(await ids(`person=${me.id}`)).toEqual(["mine-0", "mine-1"]);
    const { body } = await instance.admin<Page>("GET", `${root}/jobs?person=${me.id}`);
    expect(new Set(body.jobs.map(({ by }) => by))).toEqual(new Set([me.name]));
  });

  test("tells a job's place among all projects, and names none of the others", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { id } = await instance.db.project.findFirstOrThrow();
    await queue(instance.db, "secret-project", 3);
    await queue(instance.db, id, 3, { prefix: "mine", createdAt: new Date(start.getTime() + 60_000) });
    const { body, text } = await instance.admin<Page>("GET", `${root}/jobs`);
    const places = Object.fromEntries(body.jobs.map((job) => [job.id, job.place]));
    expect(places).toEqual({
      "mine-0": { own: 0, others: 1, projects: 1 },
      "mine-1": { own: 1, others: 2, projects: 1 },
      "mine-2": { own: 2, others: 3, projects: 1 },
    });
    expect(text).not.toContain("secret");
    const order = [];
    for (let i = 0; i < 6; i++) {
      const offer = { worker: `w${i}`, slots: 1, free: 1, labels: [] };
      const limit = { perProject: 10, perPerson: 10 };
      order.push(
        (await claimNext(instance.db, allJobEffects(memoryStorage()), { offer, limit, now: start }))!.job.id,
      );
    }
    expect(order).toEqual([
      "secret-project-0",
      "mine-0",
      "secret-project-1",
      "mine-1",
      "secret-project-2",
      "mine-2",
    ]);
  });

  test(
    "a whole sweep is stopped at once: what waits never starts, what runs is told, its parent ends",
    { timeout: 180_000 },
    async () => {
      const instance = await startInstance(provider);
      const { db, admin } = instance;
      const root = await projectIn(instance);
      await admin("POST", `${root}/datasets`, { sample: "neo" });
      const train = (trees: number[]) =>
        admin<{ parent: string; runs: { job: string }[] }>("POST", `${root}/jobs`, {
          dataset: "neo-simulated",
          target: "Hazardous",
          algorithms: trees.map((count) => ({ algorithm: "random-forest", trees: count })),
        });
      const sweep = (await train(Array.from({ length: 120 }, (_, i) => i + 1))).body;
      const other = (await train([5])).body;
      const offer = { worker: "w", slots: 1, free: 1, labels: [] };
      const limit = { perProject: 10, perPerson: 10 };
      await claimNext(db, allJobEffects(instance.storage), { offer, limit, now: new Date() });
      const stopped = await admin<{ stopped: number }>("POST", `${root}/jobs/cancel`, {
        group: sweep.parent,
      });
      expect([stopped.status, stopped.body]).toEqual([202, { stopped: 120 }]);
      const counts = await db.job.groupBy({
        by: ["status"],
        where: { groupId: sweep.parent },
        _count: true,
        orderBy: { status: "asc" },
      });
      expect(counts.map(({ status, _count }) => [status, _count])).toEqual([
        ["KILLED", 119],
        ["RUNNING", 1],
      ]);
      expect(await db.job.findFirst({ where: { status: "RUNNING" } })).toMatchObject({
        cancelRequestedAt: expect.any(Date) as Date,
      });
      expect((await db.job.findUniqueOrThrow({ where: { id: other.runs[0]!.job } })).status).toBe("QUEUED");
      await requeueExpiredJobs(
        db,
        allJobEffects(instance.storage),
        new Date(Date.now() + limits.leaseMilliseconds + 1_000),
      );
      expect(await db.run.findUnique({ where: { uid: sweep.parent } })).toMatchObject({ status: "FAILED" });
      expect((await admin("POST", `${root}/jobs/cancel`, { group: sweep.parent })).status).toBe(409);
      expect((await admin("POST", `${root}/jobs/cancel`, { group: "f".repeat(32) })).status).toBe(404);
      const viewer = await instance.person("Viewer", { slug: "neo", role: "VIEWER" });
      expect((await viewer("POST", `${root}/jobs/cancel`, { group: sweep.parent })).status).toBe(403);
    },
  );
});

onBothDatabases("a clock that jumps by an hour", (provider) => {
  const effects = allJobEffects(memoryStorage());
  const offer = { worker: "w", slots: 1, free: 1, labels: [] };
  const limit = { perProject: 10, perPerson: 10 };

  for (const [way, hour] of [
    ["forwards", 3_600_000],
    ["back", -3_600_000],
  ] as const)
    test(`${way} takes no job from a living worker, and a lost one is noticed as soon as ever`, async () => {
      const db = await freshDb(provider);
      await queue(db, "p", 1);
      await claimNext(db, effects, { offer, limit, now: start });
      const jumped = start.getTime() + hour;
      const at = (milliseconds: number) => new Date(jumped + milliseconds);
      expect(await requeueExpiredJobs(db, effects, at(0), hour)).toEqual([]);
      expect(await requeueExpiredJobs(db, effects, at(limits.leaseMilliseconds - 1))).toEqual([]);
      expect((await db.job.findFirstOrThrow()).status).toBe("RUNNING");
      expect(await requeueExpiredJobs(db, effects, at(limits.leaseMilliseconds + 1))).toHaveLength(1);
      expect((await db.job.findFirstOrThrow()).status).toBe("QUEUED");
    });

  test("leaves people signed in, and ends only what has really expired", async () => {
    const instance = await startInstance(provider);
    const user = await instance.db.user.findFirstOrThrow();
    const now = new Date();
    const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
    const session = await instance.db.session.create({
      data: { userId: user.id, expiresAt: later(limits.sessionMilliseconds) },
    });
    process.env.NEXTAUTH_SECRET ??= "a secret of this test alone";
    const token = await encode({ token: { sessionId: session.id }, secret: process.env.NEXTAUTH_SECRET });
    const credentials = { cookie: `next-auth.session-token=${token}`, authorization: undefined, from: null };
    const signedIn = async (at: Date) => (await personOf(instance.db, credentials, at))?.id ?? null;
    expect(await signedIn(later(3_600_000))).toBe(user.id);
    expect(await signedIn(later(-3_600_000))).toBe(user.id);
    expect(await signedIn(later(limits.sessionMilliseconds + 1))).toBeNull();
  });
});
