import { expect, test } from "vitest";
import { lockModel } from "@/lib/registry/lock-model";
import { onBothDatabases, onPostgres } from "../fresh-db";
import { eventually, projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";
type Run = { run: { info: { run_id: string } } };
const signed = `flavors: {}\nsignature:\n  inputs: '[{"name":"x","type":"double"}]'\n`;

onBothDatabases("what a project asks of its models", (provider) => {
  test("is asked of clients: no registration by code, a signature, metrics before a stage", async () => {
    const { admin, adminToken, url, person } = await startInstance(provider);
    const root = await projectIn({ admin });
    const rules = async (change: object) =>
      expect((await admin("PATCH", root, { rules: change })).status).toBe(200);
    const runOf = async (description: string) => {
      const { run_id } = (await admin<Run>("POST", `${api}/runs/create`, { experiment_id: "0" })).body.run
        .info;
      await fetch(
        `${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts/model/MLmodel`,
        { method: "PUT", headers: { authorization: `Bearer ${adminToken}` }, body: description },
      );
      return run_id;
    };
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    const [bare, described] = [await runOf("flavors: {}\n"), await runOf(signed)];
    const register = async (run: string) => {
      const { status, body } = await admin<{ error_code: string; message: string }>(
        "POST",
        `${api}/model-versions/create`,
        { name: "m", source: `runs:/${run}/model`, run_id: run },
      );
      return [status, body.error_code, body.message] as const;
    };

    await rules({ clientsRegister: false });
    expect((await register(described)).slice(0, 2)).toEqual([403, "PERMISSION_DENIED"]);
    await rules({ signature: true });
    expect((await register(bare))[1]).toBe("INVALID_PARAMETER_VALUE");
    expect((await register(bare))[2]).toContain("signature");
    expect((await register(described))[0]).toBe(200);

    await rules({ metrics: ["f1", "roc_auc"] });
    await admin("POST", `${api}/runs/log-metric`, {
      run_id: described,
      key: "test_f1",
      value: 0.9,
      timestamp: 1,
    });
    const promote = (stage: string) =>
      admin<{ message: string }>("POST", `${api}/model-versions/transition-stage`, {
        name: "m",
        version: "1",
        stage,
      });
    const refused = await promote("Production");
    expect([refused.status, refused.body.message]).toEqual([
      400,
      "m v1 lacks roc_auc, which this project asks for before Production. Log it to the version's run.",
    ]);
    expect((await admin("POST", `${root}/models/m/versions/1/stage`, { stage: "Staging" })).status).toBe(409);
    await admin("POST", `${api}/runs/log-metric`, {
      run_id: described,
      key: "test_roc_auc",
      value: 0.9,
      timestamp: 1,
    });
    expect((await promote("Production")).status).toBe(200);

    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    expect((await editor("PATCH", root, { rules: {} })).status).toBe(403);
    expect((await admin("PATCH", root, { rules: { metrics: "f1" } })).status).toBe(400);
  });

  test("keeps why a version was deleted, and asks for it", async () => {
    const { admin, db } = await startInstance(provider);
    const root = await projectIn({ admin });
    const { run_id } = (await admin<Run>("POST", `${api}/runs/create`, { experiment_id: "0" })).body.run.info;
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    await admin("POST", `${api}/model-versions/create`, {
      name: "m",
      source: `runs:/${run_id}/model`,
      run_id,
    });
    expect((await admin("DELETE", `${root}/models/m/versions/1`, {})).status).toBe(400);
    expect(
      (await admin("DELETE", `${root}/models/m/versions/1`, { reason: "trained on the wrong table" })).status,
    ).toBe(200);
    expect((await db.auditEvent.findFirstOrThrow({ where: { action: "model.delete" } })).detail).toContain(
      "trained on the wrong table",
    );
  });
});

onPostgres("a version that several change at once", () => {
  test("is deleted once, and no alias points at it after", async () => {
    const { admin, db } = await startInstance("postgresql");
    const root = await projectIn({ admin });
    const { run_id } = (await admin<Run>("POST", `${api}/runs/create`, { experiment_id: "0" })).body.run.info;
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    const source = `runs:/${run_id}/model`;
    await admin("POST", `${api}/model-versions/create`, { name: "m", source, run_id });
    const waiting = async (count: number) =>
      (
        await db.$queryRaw<unknown[]>`
          SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      ).length === count;
    const { id } = await db.registeredModel.findFirstOrThrow();
    const erase = () => admin("DELETE", `${root}/models/m/versions/1`, { reason: "wrong table" });
    const point = () =>
      admin("POST", `${api}/registered-models/alias`, { name: "m", alias: "best", version: "1" });
    const answers: ReturnType<typeof erase>[] = [];
    await db.$transaction(
      async (tx) => {
        await lockModel(tx, id);
        for (const act of [erase, erase, point]) {
          answers.push(act());
          await eventually(() => waiting(answers.length));
        }
      },
      { timeout: 60_000 },
    );
    const erased = (await Promise.all(answers)).slice(0, 2).map(({ status }) => status);
    expect(erased.toSorted()).toEqual([200, 404]); // whichever of the two comes first
    expect(await db.modelAlias.count()).toBe(0);
  });
});
