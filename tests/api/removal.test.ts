import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const mlflow = "/mlflow/neo/api/2.0/mlflow";

/** Tables whose rows name a run or what it logged, by the column that does. */
const naming = [
  ["RunParam", "runId"],
  ["RunTag", "runId"],
  ["RunArtifact", "runId"],
  ["RunInput", "runId"],
  ["RunModel", "runId"],
  ["MetricPoint", "runId"],
  ["MetricLatest", "runId"],
  ["Job", "runId"],
  ["ModelVersion", "runId"],
  ["Run", "parentId"],
  ["LoggedModelMetric", "runUid"],
  ["LoggedModel", "sourceRunUid"],
] as const;

onBothDatabases("runs and what stands on them", (provider) => {
  test("a run or version in use is deleted only when confirmed, and removal leaves no row", async () => {
    const { admin, adminToken, db, url, person } = await startInstance(provider);
    const root = await projectIn({ admin });
    const columns = await db.$queryRawUnsafe<{ table: string; column: string }[]>(
      provider === "sqlite"
        ? `SELECT m."name" AS "table", c."name" AS "column" FROM sqlite_schema m
           JOIN pragma_table_info(m."name") c
           WHERE m."type" = 'table' AND (lower(c."name") LIKE '%runid' OR lower(c."name") LIKE '%runuid'
             OR c."name" = 'parentId')`
        : `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
           WHERE table_schema = 'public' AND (lower(column_name) LIKE '%runid'
             OR lower(column_name) LIKE '%runuid' OR column_name = 'parentId')`,
    );
    expect(columns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
      naming.map(([table, column]) => `${table}.${column}`).sort(),
    );

    const create = async (tags: { key: string; value: string }[] = []) =>
      (
        await admin<{ run: { info: { run_id: string } } }>("POST", `${mlflow}/runs/create`, {
          experiment_id: "0",
          tags,
        })
      ).body.run.info.run_id;
    const uid = await create();
    const child = await create([{ key: "mlflow.parentRunId", value: uid }]);
    await admin("POST", `${mlflow}/runs/log-batch`, {
      run_id: uid,
      metrics: [{ key: "f1", value: 1, timestamp: 1, step: 0 }],
      params: [{ key: "p", value: "1" }],
      tags: [{ key: "t", value: "1" }],
    });
    await admin("POST", `${mlflow}/runs/log-inputs`, {
      run_id: uid,
      datasets: [{ tags: [], dataset: { name: "d", digest: "1", source_type: "local", source: "{}" } }],
    });
    await fetch(`${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/0/${uid}/artifacts/model/MLmodel`, {
      method: "PUT",
      headers: { authorization: `Bearer ${adminToken}` },
      body: "flavors: {}\n",
    });
    await admin("POST", `${mlflow}/runs/update`, { run_id: uid, status: "FINISHED" });
    await admin("POST", `${mlflow}/runs/update`, { run_id: child, status: "FINISHED" });
    expect((await admin("POST", `${root}/models`, { name: "m", run: uid })).status).toBe(201);
    await admin("POST", `${root}/models/m/versions/1/stage`, { stage: "Production" });
    await admin("POST", `${mlflow}/registered-models/alias`, { name: "m", alias: "champion", version: "1" });

    const refused = await admin<{ detail: string }>("POST", `${root}/runs/delete`, { runs: [uid, child] });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining("m v1 (Production, @champion)"),
    ]);
    expect(await db.run.count({ where: { deletedAt: { not: null } } })).toBe(0);
    expect((await admin("POST", `${root}/runs/delete`, { runs: [child] })).status).toBe(200);
    expect((await admin("POST", `${root}/runs/delete`, { runs: [uid], confirmed: true })).body).toEqual({
      deleted: 1,
    });

    const reason = "made by mistake";
    const remove = (runs: string[], as = admin) => as("POST", `${root}/runs/remove`, { runs, reason });
    expect((await remove([uid])).status).toBe(409);
    expect((await admin("DELETE", `${root}/models/m/versions/1`, { reason })).status).toBe(409);
    expect((await admin("DELETE", `${root}/models/m`, { reason })).status).toBe(409);
    expect((await admin("DELETE", `${root}/models/m/versions/1`, { reason, confirmed: true })).status).toBe(
      200,
    );
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    expect((await remove([uid], editor)).status).toBe(403);
    expect((await remove([uid])).body).toEqual({ removed: 1 });

    for (const [table, column] of naming) {
      const [left] = await db.$queryRawUnsafe<{ count: number | bigint }[]>(
        `SELECT count(*) AS "count" FROM "${table}"
         WHERE "${column}" IS NOT NULL AND CAST("${column}" AS TEXT)
           NOT IN (SELECT CAST("id" AS TEXT) FROM "Run" UNION SELECT "uid" FROM "Run")`,
      );
      expect(Number(left!.count), table).toBe(0);
    }
    expect(await db.run.count()).toBe(1);
    expect(await db.clientDataset.count()).toBe(0);
    expect(await db.lineageEdge.count({ where: { fromKind: "run", fromId: uid } })).toBe(0);
    expect(await db.auditEvent.count({ where: { action: "run.remove" } })).toBe(1);
    expect((await remove([child])).status).toBe(200);
    expect(await db.run.count()).toBe(0);
  });
});
