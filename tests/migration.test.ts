import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { connect } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { migrate } from "@/lib/db/migrate";
import { bareDb, onBothDatabases } from "./fresh-db";

onBothDatabases("a database of the first version", (provider) => {
  test("keeps its rights, runs, metrics, params and versions when it is brought up to date", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "perihelion-migrations-"));
    mkdirSync(path.join(folder, provider));
    copyFileSync(
      `prisma/migrations/${provider}/0001_first_light.sql`,
      path.join(folder, provider, "0001_first_light.sql"),
    );
    const { db, address } = await bareDb(provider);
    expect(await migrate(db, provider, folder)).toEqual(["0001_first_light.sql"]);

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

    const later = readdirSync(`prisma/migrations/${provider}`).filter((name) => name.endsWith(".sql"));
    expect(await migrate(db, provider)).toEqual(later.sort().slice(1));
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
    rmSync(folder, { recursive: true });
  });
});
