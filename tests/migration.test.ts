import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connect, type Db, type Provider } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { migrate } from "@/lib/db/migrate";
import { bareDb, onBothDatabases } from "./fresh-db";

function migrationsOf(provider: Provider): string[] {
  return readdirSync(`prisma/migrations/${provider}`)
    .filter((name) => name.endsWith(".sql"))
    .sort();
}

/** Brings a database to an old version, that of a migration. */
async function migrateUntil(db: Db, provider: Provider, last: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-migrations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, provider));
  const names = migrationsOf(provider).filter((name) => name <= last);
  for (const name of names)
    copyFileSync(path.join("prisma/migrations", provider, name), path.join(folder, provider, name));
  expect(await migrate(db, provider, folder)).toEqual(names);
}

onBothDatabases("a database of the first version", (provider) => {
  test("keeps its rights, runs, metrics, params and versions when it is brought up to date", async () => {
    const { db, address } = await bareDb(provider);
    await migrateUntil(db, provider, "0001_first_light.sql");
    const sql = directOf(db);
    const at = "2026-03-01T10:00:00.250+00:00";
    await sql.all(`INSERT INTO "Project" ("id", "slug", "name") VALUES ('p', 'p', 'P'), ('q', 'q', 'Q')`);
    await sql.all(
      `INSERT INTO "grants" ("id", "projectId", "subjectKind", "subjectId", "scopeKind", "scopeId", "effect",
       "role", "createdBy")
       VALUES ('g', 'p', 'person', 'me', 'project', 'p', 'allow', 'OWNER', 'me'),
       ('h', 'q', 'person', 'me', 'project', 'q', 'allow', 'VIEWER', 'me')`,
    );
    await sql.all(
      `INSERT INTO "Experiment" ("projectId", "name")
       VALUES ('p', 'trees'), ('p', 'Default'), ('p', 'sweep')`,
    );
    await sql.all(
      `INSERT INTO "Run" ("uid", "projectId", "experimentId", "name", "status", "createdBy", "startedAt",
       "endedAt")
       VALUES ('${"a".repeat(32)}', 'p', 1, 'forest', 'FINISHED', 'me', '${at}', '${at}')`,
    );
    await sql.all(`INSERT INTO "RunParam" ("runId", "key", "value") VALUES (1, 'trees', '100')`);
    await sql.all(
      `INSERT INTO "RunMetric" ("runId", "key", "split", "value")
       VALUES (1, 'f1', 'test', 0.9), (1, 'f1', 'train', 1)`,
    );
    await sql.all(`INSERT INTO "RegisteredModel" ("id", "projectId", "name") VALUES ('m', 'p', 'NEOs')`);
    await sql.all(
      `INSERT INTO "ModelVersion" ("id", "projectId", "modelId", "number", "runId", "stage", "createdBy")
       VALUES ('v', 'p', 'm', 1, 1, 'Production', 'me')`,
    );

    expect(await migrate(db, provider)).toEqual(migrationsOf(provider).slice(1));
    await db.$disconnect();
    const after = connect(address);
    const experiments = await after.experiment.findMany({
      select: { projectId: true, number: true, name: true },
      orderBy: [{ projectId: "asc" }, { number: "asc" }],
    });
    expect(experiments).toEqual([
      { projectId: "p", number: 0, name: "Default" },
      { projectId: "p", number: 1, name: "trees" },
      { projectId: "p", number: 2, name: "sweep" },
      { projectId: "q", number: 0, name: "Default" },
    ]);
    expect(
      await after.grant.findMany({
        select: { projectId: true, role: true, mlflowPermission: true },
        orderBy: { projectId: "asc" },
      }),
    ).toEqual([
      { projectId: "p", role: "OWNER", mlflowPermission: null },
      { projectId: "q", role: "VIEWER", mlflowPermission: null },
    ]);
    const run = await after.run.findUniqueOrThrow({ where: { id: 1 }, include: { params: true } });
    expect([run.startTime, run.endTime, run.params]).toEqual([
      BigInt(Date.parse(at)),
      BigInt(Date.parse(at)),
      [{ runId: 1, key: "trees", value: "100" }],
    ]);
    const metrics = await directOf(after).all(
      `SELECT k."key", f."value" FROM "MetricLatest" f JOIN "MetricKey" k ON k."id" = f."keyId"
       WHERE f."experimentId" = 1 ORDER BY k."key"`,
    );
    expect(metrics).toEqual([
      { key: "test/f1", value: 0.9 },
      { key: "train/f1", value: 1 },
    ]);
    expect(await after.modelVersion.findFirst({ select: { source: true, stage: true } })).toEqual({
      source: `mlflow-artifacts:/1/${"a".repeat(32)}/artifacts/model`,
      stage: "Production",
    });
    await expect(
      after.modelVersion.create({
        data: { projectId: "p", modelId: "m", number: 2, source: "s", stage: "Production", createdBy: "me" },
      }),
    ).rejects.toMatchObject({ code: "P2002" });
    await after.$disconnect();
  });
});

onBothDatabases("datasets of a database that counted versions by the newest", (provider) => {
  test("keep their versions, and go on after the last number that they gave", async () => {
    const { db, address } = await bareDb(provider);
    await migrateUntil(db, provider, "0025_row_numbers.sql");
    const sql = directOf(db);
    await sql.all(
      `INSERT INTO "Dataset" ("id", "projectId", "name") VALUES ('d', 'p', 'neo'), ('e', 'p', 'empty')`,
    );
    await sql.all(
      `INSERT INTO "DatasetVersion" ("id", "projectId", "datasetId", "number", "sha256", "bytes", "rows",
       "columns", "origin", "source", "createdBy")
       VALUES ('v1', 'p', 'd', 1, 'a', 1, 1, '[]', 'upload', 'a.csv', 'me'),
       ('v3', 'p', 'd', 3, 'b', 1, 1, '[]', 'upload', 'b.csv', 'me')`,
    );
    await migrate(db, provider);
    await db.$disconnect();
    const after = connect(address);
    const datasets = await after.dataset.findMany({
      select: { name: true, lastNumber: true, versions: { select: { number: true } } },
      orderBy: { id: "asc" },
    });
    expect(datasets).toEqual([
      { name: "neo", lastNumber: 3, versions: [{ number: 1 }, { number: 3 }] },
      { name: "empty", lastNumber: 0, versions: [] },
    ]);
    await after.$disconnect();
  });
});

/** A job of the old shape; `null` for what it does not have. */
type OldJob = {
  id: string;
  kind: string;
  status: string;
  attempts: number;
  startedAt: string | null;
  endedAt: string | null;
  worker: string | null;
  error: string | null;
  runId: number | null;
};

const [asked, begun, over] = ["10:00:00.125", "10:01:00.250", "10:02:00.500"].map(
  (time) => `2026-03-01T${time}+00:00`,
) as [string, string, string];
const none = { attempts: 0, startedAt: null, endedAt: null, worker: null, error: null, runId: null };
const once = { ...none, attempts: 1, startedAt: begun, worker: "w" };

/** A job in every state that there was, of every kind, with and without a run. */
const oldJobs: OldJob[] = [
  { id: "waits", kind: "train", status: "QUEUED", ...none, runId: 2 },
  { id: "waits again", kind: "train", status: "QUEUED", ...once, attempts: 2, runId: 3 },
  { id: "runs", kind: "train", status: "RUNNING", ...once, runId: 4 },
  { id: "runs for nobody", kind: "import", status: "RUNNING", ...once, worker: null },
  { id: "done", kind: "train", status: "FINISHED", ...once, endedAt: over, runId: 5 },
  { id: "failed", kind: "export", status: "FAILED", ...once, attempts: 3, endedAt: over, error: "It broke" },
  { id: "stopped", kind: "import-file", status: "KILLED", ...once, endedAt: over },
  { id: "stopped before", kind: "train", status: "KILLED", ...none, endedAt: over, runId: 6 },
  { id: "run is gone", kind: "train", status: "FINISHED", ...once, endedAt: over, runId: 99 },
];

onBothDatabases("jobs of a database that knew no attempts", (provider) => {
  test("keep all that was known of them, in every state, and their last attempt is a row", async () => {
    const { db, address } = await bareDb(provider);
    await migrateUntil(db, provider, "0005_rules.sql");
    const sql = directOf(db);
    await sql.all(`INSERT INTO "Project" ("id", "slug", "name") VALUES ('p', 'p', 'P')`);
    await sql.all(
      `INSERT INTO "Experiment" ("id", "projectId", "number", "name") VALUES (7, 'p', 0, 'sweep')`,
    );
    const parents: [number, number | "NULL"][] = [
      [1, "NULL"],
      [2, 1],
      [3, 1],
      [4, "NULL"],
      [5, 1],
      [6, "NULL"],
    ];
    for (const [id, parent] of parents)
      await sql.all(
        `INSERT INTO "Run" ("id", "uid", "projectId", "experimentId", "parentId", "name", "status",
         "createdBy", "startTime")
         VALUES (${id}, 'run-${id}', 'p', 7, ${parent}, 'r', 'RUNNING', 'me', 0)`,
      );
    const text = (value: string | number | null) =>
      value === null ? "NULL" : typeof value === "number" ? String(value) : `'${value}'`;
    for (const job of oldJobs) {
      const row = { ...job, projectId: "p", title: job.id, spec: `{"of":"${job.id}"}`, createdBy: "me" };
      const all = {
        ...row,
        createdAt: asked,
        tokenHash: `hash of ${job.id}`,
        done: 3,
        total: 9,
        message: "so far",
      };
      const names = Object.keys(all).map((name) => `"${name}"`);
      await sql.all(`INSERT INTO "Job" (${names.join()}) VALUES (${Object.values(all).map(text).join()})`);
      await sql.all(
        `INSERT INTO "JobLog" ("jobId", "attempt", "seq", "at", "line")
         VALUES ('${job.id}', 1, 0, '${begun}', 'a line')`,
      );
    }

    await migrate(db, provider);
    await db.$disconnect();
    const after = connect(address);
    onTestFinished(() => after.$disconnect());
    const jobs = await after.job.findMany({ include: { tries: true, logs: true } });
    const date = (value: string | null) => (value === null ? null : new Date(value));
    for (const old of oldJobs) {
      const { id, status, attempts, worker, error, runId } = old;
      const job = jobs.find((one) => one.id === id)!;
      const kind = old.kind === "train" ? "train" : "transfer";
      const known = { status, attempts, worker, error, runId, kind, title: id, projectId: "p" };
      const times = { createdAt: date(asked), startedAt: date(old.startedAt), endedAt: date(old.endedAt) };
      const progress = { done: 3, total: 9, message: "so far", tokenHash: `hash of ${id}` };
      const counts = { priority: 0, slots: 1, attemptsBefore: 0, logBytes: 0 };
      const added = { ...counts, labels: "", heartbeatAt: null };
      const place = { experimentId: runId && runId < 99 ? 7 : null, spec: `{"of":"${id}"}` };
      const group = runId && [2, 3, 5].includes(runId) ? "run-1" : null;
      expect(job, id).toMatchObject({ ...known, ...times, ...progress, ...added, ...place, groupId: group });
      expect(job.logs, id).toHaveLength(1);
      const outcome = { RUNNING: null, QUEUED: "LOST" }[status];
      const attempt = {
        number: attempts,
        projectId: "p",
        worker: worker ?? "",
        startedAt: date(old.startedAt),
        endedAt: date(old.endedAt),
        outcome: outcome === undefined ? status : outcome,
        reason: error,
      };
      expect(job.tries, id).toMatchObject(attempts === 0 ? [] : [attempt]);
    }
    expect(jobs).toHaveLength(oldJobs.length);
  });
});
