import { expect, test } from "vitest";
import { requeueExpiredJobs } from "@/lib/jobs/attempts";
import { limits } from "@/lib/limits";
import { allJobEffects } from "@/server/job-kinds";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client, type Instance } from "../instance";

type Started = { job: string };
type Claimed = { job: { id: string; token: string; attempt: number } };
type Problem = { detail: string };
type Job = { status: string; error: string | null; by: string; tries: { outcome: string; reason: string }[] };

const file = "id,word\n1,a\n2,b\n";

async function queueImport(client: Client, root: string): Promise<string> {
  const form = formOf("bodies.csv", file);
  const { body } = await client<Started>("POST", `${root}/datasets`, form, { prefer: "respond-async" });
  return body.job;
}

/** Takes the next job as a worker does. */
async function claim({ clientOf, workerToken }: Instance) {
  const { job } = (await clientOf(workerToken)<Claimed>("POST", "/api/worker/claim", { worker: "w" })).body;
  return { ...job, worker: clientOf(job.token), address: `/api/worker/jobs/${job.id}` };
}

async function fail(instance: Instance): Promise<string> {
  const { id, worker, address } = await claim(instance);
  await worker("POST", `${address}/finish`, { status: "FAILED", error: "Line 3: something." });
  return id;
}

async function finishImport(instance: Instance) {
  const { worker, address, attempt } = await claim(instance);
  const type = { "content-type": "application/octet-stream" };
  const stored = await worker<{ sha256: string; bytes: number }>(
    "PUT",
    `${address}/artifacts`,
    Buffer.from("PAR1"),
    type,
  );
  const result = { ...stored.body, rows: 2, columns: [{ name: "id", type: "integer" }] };
  expect((await worker("POST", `${address}/finish`, { status: "FINISHED", result })).status).toBe(200);
  return attempt;
}

onBothDatabases("a job that failed", (provider) => {
  test("is tried again for whoever asks, and keeps what became of it before", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const ana = await instance.person("Ana", { slug: "neo", role: "EDITOR" });
    const id = await queueImport(instance.admin, root);
    await fail(instance);
    const answers = await Promise.all([1, 2, 3].map(() => ana("POST", `${root}/jobs/${id}/retry`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const waiting = await ana<Job>("GET", `${root}/jobs/${id}`);
    expect(waiting.body).toMatchObject({ status: "QUEUED", error: null, by: "Ana" });
    expect(await finishImport(instance)).toBe(2);
    const { body } = await ana<Job>("GET", `${root}/jobs/${id}`);
    expect(body.status).toBe("FINISHED");
    expect(body.tries.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["FINISHED", null],
      ["FAILED", "Line 3: something."],
    ]);
    const version = await instance.db.datasetVersion.findFirstOrThrow();
    expect(version).toMatchObject({ number: 1, createdBy: ana.id });
    const audit = await instance.db.auditEvent.findMany({ where: { action: "job.retry" } });
    expect(audit.map(({ actorId }) => actorId)).toEqual([ana.id]);
  });

  test("is not tried again where that makes no sense or is not allowed, with the reason", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db, storage } = instance;
    const viewer = await instance.person("Viewer", { slug: "neo", role: "VIEWER" });
    const id = await queueImport(admin, root);
    const retry = async (client: Client, job: string) => {
      const { status, body } = await client<Problem>("POST", `${root}/jobs/${job}/retry`);
      return [status, body.detail];
    };
    expect(await retry(admin, id)).toEqual([
      409,
      "Only a job that failed or was stopped can be tried again.",
    ]);
    await fail(instance);
    expect((await retry(viewer, id))[0]).toBe(403);
    expect((await retry(admin, "nowhere"))[0]).toBe(404);

    const { body } = await admin<Started>("POST", `${root}/imports/file`, formOf("mlflow.db", "SQLite"));
    await admin("POST", `${root}/jobs/${body.job}/cancel`);
    expect(await retry(admin, body.job)).toEqual([
      409,
      "What this job was asked for is not kept. Start it anew.",
    ]);

    const { spec } = await db.job.findUniqueOrThrow({ where: { id } });
    const { sha256 } = JSON.parse(spec) as { sha256: string };
    const removal = { before: new Date(Date.now() + 60_000), named: async () => new Set<string>() };
    expect(await storage.remove([sha256], removal)).toHaveLength(1);
    expect(await retry(admin, id)).toEqual([409, "The uploaded file is no longer kept. Upload it again."]);
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ status: "FAILED" });
  });

  test("has the lost workers of its new try counted anew", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db, storage } = instance;
    const id = await queueImport(admin, root);
    const lose = async () => {
      await claim(instance);
      const later = new Date(Date.now() + limits.leaseMilliseconds + 1_000);
      const [lost] = await requeueExpiredJobs(db, allJobEffects(storage), later);
      return lost?.status;
    };
    expect([await lose(), await lose(), await lose()]).toEqual(["QUEUED", "QUEUED", "FAILED"]);
    expect((await admin<Job>("GET", `${root}/jobs/${id}`)).body.error).toBe("Its worker was lost 3 times.");
    expect((await admin("POST", `${root}/jobs/${id}/retry`)).status).toBe(202);
    expect([await lose(), await lose()]).toEqual(["QUEUED", "QUEUED"]);
    expect(await finishImport(instance)).toBe(6);
  });

  test("and trained takes its run and its sweep along, unless the run was deleted", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    await admin("POST", `${root}/datasets`, { sample: "neo" });
    const { body } = await admin<{ parent: string; runs: { job: string; run: string }[] }>(
      "POST",
      `${root}/jobs`,
      {
        dataset: "neo-simulated",
        target: "Hazardous",
        algorithms: [{ algorithm: "decision-tree" }, { algorithm: "random-forest", trees: 2 }],
      },
    );
    const statuses = async () =>
      (await db.run.findMany({ orderBy: { id: "asc" } })).map(({ status, endTime }) => [
        status,
        endTime !== null,
      ]);
    const first = await fail(instance);
    await fail(instance);
    expect(await statuses()).toEqual(Array(3).fill(["FAILED", true]));
    expect((await admin("POST", `${root}/jobs/${first}/retry`)).status).toBe(202);
    const retried = body.runs.findIndex(({ job }) => job === first);
    const expected = [0, 1].map((i) => (i === retried ? ["SCHEDULED", false] : ["FAILED", true]));
    expect(await statuses()).toEqual([["RUNNING", false], ...expected]);
    const { worker, address } = await claim(instance);
    await worker("POST", `${address}/finish`, { status: "FINISHED", result: {} });
    expect((await statuses())[0]).toEqual(["FINISHED", true]);

    const other = body.runs[1 - retried]!;
    await db.run.updateMany({ where: { uid: other.run }, data: { deletedAt: new Date() } });
    const refused = await admin<Problem>("POST", `${root}/jobs/${other.job}/retry`);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      "Its run was deleted. Restore the run first.",
    ]);
  });
});
