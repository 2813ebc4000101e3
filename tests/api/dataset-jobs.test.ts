import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { limits } from "@/lib/limits";
import { collectGarbage, graceMilliseconds } from "@/lib/storage/garbage";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance, type Client } from "../instance";

type Started = { job: string; kind: string; status: string; dataset: string };
type Job = { status: string; error: string | null; report: string | null; by: string; attempts: number };
type Version = { id: string; number: number; sha256: string; rows: number; columns: { name: string }[] };
type Claimed = { job: { id: string; token: string; spec: { dataset: string } } | null };
type Problem = { detail: string };

const background = { prefer: "respond-async" };
const rows = (count: number) =>
  `id,word\n${Array.from({ length: count }, (_, i) => `${i},word ${i % 97}`).join("\n")}\n`;

const upload = <Body = Started>(client: Client, root: string, content: string, name = "bodies.csv") =>
  client<Body>("POST", `${root}/datasets`, formOf(name, content), background);

/** A job when it has ended, however that was. */
const ended = (client: Client, root: string, job: string) =>
  eventually(async () => (await client<Job>("GET", `${root}/jobs/${job}`)).body, {
    for: "the job to end",
    within: 60_000,
    until: ({ status }) => !["QUEUED", "RUNNING"].includes(status),
  });

const versionOf = async (client: Client, root: string, name: string, number = 1) =>
  (await client<Version>("GET", `${root}/datasets/${name}/versions/${number}`)).body;

onBothDatabases("an upload that its sender does not wait for", (provider) => {
  test("is a job at once, and a version of the same content when that has finished", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const content = `${rows(300)}300,\n`; // a missing cell, of which the version's note tells
    const inline = await admin<Version>("POST", `${root}/datasets`, formOf("now.csv", content));
    expect(inline.status).toBe(201);

    const answer = await upload(admin, root, content);
    expect([answer.status, answer.body]).toEqual([
      202,
      { job: answer.body.job, kind: "import", title: "Import bodies", status: "QUEUED", dataset: "bodies" },
    ]);
    expect(answer.headers.get("location")).toBe(`${root}/jobs/${answer.body.job}`);
    expect(answer.headers.get("preference-applied")).toBe("respond-async");
    const job = await ended(admin, root, answer.body.job);
    expect(job).toMatchObject({ status: "FINISHED", error: null, by: "Inés Carvajal", attempts: 1 });
    expect(JSON.parse(job.report!)).toEqual({ dataset: "bodies", version: 1, rows: 301, columns: 2 });

    const version = await versionOf(admin, root, "bodies");
    expect(version).toMatchObject({ number: 1, rows: 301, columns: inline.body.columns, origin: "upload" });
    const page = (name: string) =>
      admin<{ rows: unknown[] }>("GET", `${root}/datasets/${name}/versions/1/rows?limit=301`);
    expect((await page("bodies")).body.rows).toEqual((await page("now")).body.rows);
    const sourceHash = createHash("sha256").update(content).digest("hex");
    const kept = await db.datasetVersion.findMany({ orderBy: { createdAt: "asc" } });
    expect(kept[1]).toMatchObject({ sourceHash, importNote: kept[0]!.importNote });
    expect(kept[0]!.importNote).toContain("word");
    const edges = await db.lineageEdge.findMany({ where: { toKind: "dataset", toId: version.id } });
    expect(edges.map(({ fromKind, fromId, how }) => [fromKind, fromId, how])).toEqual([
      ["file", sourceHash, "upload"],
    ]);
    const audit = await db.auditEvent.findMany({
      where: { targetName: { in: ["Import bodies", "bodies v1"] } },
    });
    expect(audit.map(({ action, actorName, via }) => [action, actorName, via])).toEqual([
      ["dataset.import", "Inés Carvajal", "token"],
      ["dataset.save", "Inés Carvajal", "job"],
    ]);
  });

  test("fails in the sentence, with the line of the file, in which a waiting sender hears it", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const broken = `${rows(40)}41,one,too many\n`;
    const inline = await instance.admin<Problem>("POST", `${root}/datasets`, formOf("bodies.csv", broken));
    expect(inline.body.detail).toContain("Line 42: expected 2 columns, found 3");
    const { body } = await upload(instance.admin, root, broken);
    expect(await ended(instance.admin, root, body.job)).toMatchObject({
      status: "FAILED",
      error: inline.body.detail,
    });
    expect((await instance.admin("GET", `${root}/datasets/bodies/versions/1`)).status).toBe(404);
  });

  test("is stopped while it waits or runs, and then leaves no version", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, clientOf, workerToken } = instance;
    const { body: waiting } = await upload(admin, root, rows(10));
    expect((await admin("POST", `${root}/jobs/${waiting.job}/cancel`)).status).toBe(202);
    expect((await ended(admin, root, waiting.job)).status).toBe("KILLED");

    const { body: running } = await upload(admin, root, rows(10));
    const { body } = await clientOf(workerToken)<Claimed>("POST", "/api/worker/claim", { worker: "w" });
    expect(body.job!.id).toBe(running.job);
    await admin("POST", `${root}/jobs/${running.job}/cancel`);
    const worker = clientOf(body.job!.token);
    const heard = await worker("POST", `/api/worker/jobs/${running.job}/heartbeat`, {
      done: 0,
      total: 0,
      message: "Reading",
      logBytes: 0,
    });
    expect(heard.body).toEqual({ cancel: true });
    await worker("POST", `/api/worker/jobs/${running.job}/finish`, { status: "KILLED" });
    expect((await ended(admin, root, running.job)).status).toBe("KILLED");
    expect((await admin<{ datasets: [] }>("GET", `${root}/datasets`)).body.datasets).toEqual([]);
  });

  test("sent again with its key is the same job, told with the same address", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const send = () =>
      instance.admin<Started>("POST", `${root}/datasets`, formOf("bodies.csv", rows(10)), {
        ...background,
        "idempotency-key": "once",
      });
    const [first, again] = [await send(), await send()];
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(await instance.db.job.count()).toBe(1);
  });

  test("is kept while its job may need it, and swept when that ended without a version", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db, storage } = instance;
    const { body } = await upload(admin, root, rows(10));
    const sha256 = createHash("sha256").update(rows(10)).digest("hex");
    const now = new Date(Date.now() + 2 * graceMilliseconds);
    const collect = () => collectGarbage({ storage, sql: directOf(db) }, { now, seen: new Set([sha256]) });
    expect([(await collect()).removed, await storage.has(sha256)]).toEqual([0, true]);
    await admin("POST", `${root}/jobs/${body.job}/cancel`);
    expect([(await collect()).removed, await storage.has(sha256)]).toEqual([1, false]);
  });

  test("is refused to a viewer and a stranger, and seen by nobody who may not see its dataset", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const viewer = await instance.person("Viewer", { slug: "neo", role: "VIEWER" });
    const denied = await instance.person("Denied", { slug: "neo", role: "EDITOR" });
    const outsider = await instance.person("Outsider");
    expect((await upload(viewer, root, rows(3))).status).toBe(403);
    expect((await upload(outsider, root, rows(3))).status).toBe(404);
    expect(await db.job.count()).toBe(0);

    await admin("POST", `${root}/datasets`, formOf("bodies.csv", rows(3)));
    const { id: scopeId } = await db.dataset.findFirstOrThrow({ where: { name: "bodies" } });
    const { id: projectId } = await db.project.findFirstOrThrow({ where: { slug: "neo" } });
    const deny = { subjectKind: "person", subjectId: denied.id, effect: "deny", role: "VIEWER" };
    await db.grant.create({ data: { projectId, scopeKind: "dataset", scopeId, createdBy: "", ...deny } });
    expect((await upload(denied, root, rows(3))).status).toBe(404);
    const { body } = await upload(admin, root, rows(3));
    const list = async (client: Client) =>
      (await client<{ jobs: { id: string }[] }>("GET", `${root}/jobs`)).body.jobs.map(({ id }) => id);
    expect([await list(admin), await list(viewer), await list(denied)]).toEqual([[body.job], [body.job], []]);
    for (const address of ["", "/log"])
      expect((await denied("GET", `${root}/jobs/${body.job}${address}`)).status).toBe(404);
    expect((await denied("POST", `${root}/jobs/${body.job}/cancel`)).status).toBe(404);
    expect((await viewer("POST", `${root}/jobs/${body.job}/cancel`)).status).toBe(403);
  });
});

onBothDatabases("the attempt of an import", (provider) => {
  /** An import that a worker of the test's own has claimed. */
  async function claimed(instance: Awaited<ReturnType<typeof startInstance>>, root: string, client: Client) {
    const { body } = await upload(client, root, rows(20));
    const claim = instance.clientOf(instance.workerToken);
    const { job } = (await claim<Claimed>("POST", "/api/worker/claim", { worker: "w" })).body;
    expect(job!.id).toBe(body.job);
    return { id: body.job, worker: instance.clientOf(job!.token), address: `/api/worker/jobs/${body.job}` };
  }
  const result = (sha256: string) => ({
    status: "FINISHED",
    result: { sha256, bytes: 4, rows: 20, columns: [{ name: "id", type: "integer" }] },
  });

  test("opens its own file and nothing else of the server", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin } = instance;
    const other = await upload(admin, root, rows(5), "other.csv");
    await admin("POST", `${root}/jobs/${other.body.job}/cancel`);
    const { worker, address } = await claimed(instance, root, admin);
    expect((await worker("GET", `${address}/data`)).text).toBe(rows(20));
    for (const path of [`/api/worker/jobs/${other.body.job}/data`, root, `${root}/datasets`, `${root}/jobs`])
      expect((await worker("GET", path)).status, path).toBe(401);
    expect((await worker("POST", "/api/worker/claim", { worker: "w" })).status).toBe(401);
  });

  test("makes no version of a table that it did not store, nor twice of one that it did", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { worker, address } = await claimed(instance, root, instance.admin);
    const unknown = await worker<Problem>("POST", `${address}/finish`, result("ab".repeat(32)));
    expect([unknown.status, unknown.body.detail]).toEqual([
      400,
      "The table that the job made was not uploaded.",
    ]);
    const stored = await worker<{ sha256: string }>("PUT", `${address}/artifacts`, Buffer.from("PAR1"), {
      "content-type": "application/octet-stream",
    });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => worker("POST", `${address}/finish`, result(stored.body.sha256))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    expect(await instance.db.datasetVersion.count()).toBe(1);
  });

  test("makes no version for somebody who may not write the dataset any longer", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const editor = await instance.person("Ana", { slug: "neo", role: "EDITOR" });
    const { id, worker, address } = await claimed(instance, root, editor);
    const stored = await worker<{ sha256: string }>("PUT", `${address}/artifacts`, Buffer.from("PAR1"), {
      "content-type": "application/octet-stream",
    });
    await instance.admin("DELETE", `${root}/members/${editor.id}`);
    const refused = await worker<Problem>("POST", `${address}/finish`, result(stored.body.sha256));
    expect([refused.status, refused.body.detail]).toEqual([403, "Ana may not write the dataset bodies."]);
    expect(await instance.db.datasetVersion.count()).toBe(0);
    expect(await instance.db.job.findUnique({ where: { id } })).toMatchObject({ status: "RUNNING" });
  });
});

onBothDatabases("a recipe that its sender does not wait for", (provider) => {
  test("makes the same bytes and the same version as one that is waited for", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const { admin, db } = instance;
    await admin("POST", `${root}/datasets`, { sample: "neo", name: "neo" });
    const body = (name: string) => ({
      name,
      steps: [
        { kind: "split", how: "random", test: 0.25, seed: 7 },
        { kind: "missing", columns: ["Absolute Magnitude"], how: "mean" },
      ],
    });
    const recipes = `${root}/datasets/neo/versions/1/recipes`;
    const inline = await admin<Version>("POST", recipes, body("inline"));
    expect(inline.status, inline.text).toBe(201);
    const answer = await admin<Started>("POST", recipes, body("later"), background);
    expect([answer.status, answer.body.kind, answer.body.dataset]).toEqual([202, "recipe", "later"]);
    expect(await ended(admin, root, answer.body.job)).toMatchObject({ status: "FINISHED", error: null });
    const rowOf = async (name: string) => {
      const { id } = await versionOf(admin, root, name);
      const { sha256, bytes, rows, columns, recipe, fitted, source, sourceHash, simulated, origin } =
        await db.datasetVersion.findUniqueOrThrow({ where: { id } });
      const edges = await db.lineageEdge.findMany({ where: { toKind: "dataset", toId: id } });
      const from = edges.map(({ fromId, how }) => [fromId, how]);
      return { sha256, bytes, rows, columns, recipe, fitted, source, sourceHash, simulated, origin, from };
    };
    expect(await rowOf("later")).toEqual(await rowOf("inline"));
  });

  test("is refused at once where its steps do not fit the columns", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, { sample: "neo", name: "neo" });
    const refused = await instance.admin<Problem>(
      "POST",
      `${root}/datasets/neo/versions/1/recipes`,
      { steps: [{ kind: "drop", columns: ["nowhere"] }] },
      background,
    );
    expect([refused.status, await instance.db.job.count()]).toEqual([400, 0]);
  });
});

test("an upload that its sender waits for is stopped when they have gone, and becomes no job", async () => {
  const { url, adminToken, admin, engine, db } = await startInstance("sqlite");
  const root = await projectIn({ admin });
  const content = rows(1_000_000);
  expect(content.length).toBeLessThanOrEqual(limits.inlineImportBytes);
  const leaving = new AbortController();
  const asked = fetch(`${url}${root}/datasets`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}` },
    body: formOf("bodies.csv", content),
    signal: leaving.signal,
  }).catch(() => null);
  await eventually(async () => engine.working().length > 0, { for: "the file to be read" });
  leaving.abort();
  expect(await asked).toBeNull();
  await eventually(async () => engine.count().running === 0);
  expect([await db.job.count(), await db.dataset.count()]).toEqual([0, 0]);
});

test("a large upload is a job by itself, and holds up neither requests nor jobs of others", async () => {
  const instance = await startInstance("sqlite");
  const [busy, quiet] = [await projectIn(instance, "busy"), await projectIn(instance, "quiet")];
  const { admin, clientOf, workerToken } = instance;
  const large = rows(1_200_000);
  expect(large.length).toBeGreaterThan(limits.inlineImportBytes);
  const send = () => admin<Started>("POST", `${busy}/datasets`, formOf("large.csv", large));
  const started = [await send(), await send(), await send()];
  expect(started.map(({ status }) => status)).toEqual([202, 202, 202]);
  const claim = async () =>
    (await clientOf(workerToken)<Claimed>("POST", "/api/worker/claim", { worker: "w" })).body.job!.id;
  expect(await claim()).toBe(started[0]!.body.job);
  const small = await admin("POST", `${quiet}/datasets`, formOf("small.csv", rows(100)));
  expect(small.status).toBe(201);
  const next = await upload(admin, quiet, rows(100));
  expect(await claim()).toBe(next.body.job);
  expect(await claim()).toBe(started[1]!.body.job);
});

test("a request that is to become a job tells so in the API's document", async () => {
  const { admin } = await startInstance("sqlite");
  const { body } = await admin<{ paths: Record<string, { post: Record<string, unknown> }> }>(
    "GET",
    "/api/openapi.json",
  );
  const { parameters, responses } = body.paths["/api/projects/{projectSlug}/datasets"]!.post;
  expect(parameters).toContainEqual(expect.objectContaining({ name: "Prefer", in: "header" }));
  expect(Object.keys(responses as object)).toEqual(["201", "202", "default"]);
});
