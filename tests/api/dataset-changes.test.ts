import { ownReader } from "@/lib/datasets/reader";
import { expect, test } from "vitest";
import { findVersion } from "@/lib/datasets/queries";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Instance } from "../instance";

type Version = { number: number; sha256: string; rows: number; origin: string; source: string };

/** A project with a dataset `neo` of two versions, the second made by a recipe. */
async function twoVersions(instance: Instance) {
  const root = await projectIn(instance);
  await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", "id,x,y\n1,5,a\n2,6,b\n3,7,a\n"));
  const steps = [{ kind: "drop", columns: ["x"] }];
  await instance.admin("POST", `${root}/datasets/neo/versions/1/recipes`, { steps });
  return root;
}
const train = (instance: Instance, root: string, dataset = "neo", version = 1) =>
  instance.admin<{ runs: { run: string }[] }>("POST", `${root}/jobs`, {
    dataset,
    version,
    target: "y",
    experiment: "trees",
    name: "first tree",
    algorithms: [{ algorithm: "decision-tree" }],
  });

onBothDatabases("a dataset as a whole", (provider) => {
  test("is renamed with its versions, runs and grants, and described", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    const answer = await instance.admin("PATCH", `${root}/datasets/neo`, {
      name: "asteroids",
      description: "Near Earth",
    });
    expect(answer.body).toEqual({ name: "asteroids", description: "Near Earth" });
    expect((await instance.admin("GET", `${root}/datasets/neo/versions`)).status).toBe(404);
    const { body } = await instance.admin<{ total: number }>("GET", `${root}/datasets/asteroids/versions`);
    expect(body.total).toBe(2);
    const audit = await instance.db.auditEvent.findFirstOrThrow({ where: { action: "dataset.edit" } });
    expect(JSON.parse(audit.detail!)).toEqual({ before: "neo", description: "Near Earth" });
  });

  test("keeps its name where another has the new one, and while a job makes a version of it", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("other.csv", "a\n1\n"));
    const taken = await instance.admin("PATCH", `${root}/datasets/neo`, { name: "other" });
    expect([taken.status, taken.body.detail]).toEqual([
      409,
      "Another dataset of this project is called other. Choose another name.",
    ]);
    const later = formOf("neo.csv", "id\n1\n");
    expect(
      (await instance.admin("POST", `${root}/datasets`, later, { prefer: "respond-async" })).status,
    ).toBe(202);
    const busy = await instance.admin("PATCH", `${root}/datasets/neo`, { name: "new" });
    expect([busy.status, busy.body.detail]).toEqual([
      409,
      "Import neo is about to make a version of neo. Wait until it has ended, or stop it.",
    ]);
    expect((await instance.admin("PATCH", `${root}/datasets/neo`, {})).status).toBe(400);
    expect((await instance.admin("PATCH", `${root}/datasets/neo`, { name: "/" })).status).toBe(400);
  });

  test("is deleted with its versions, grants and figures, once nothing depends on it", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    await instance.admin("GET", `${root}/datasets/neo/versions/1/profile`);
    const { id, dataset } = await findVersion(instance.db, ownReader(await projectId(instance)), "neo", 1);
    await instance.admin("POST", `${root}/datasets/neo/versions/1/recipes`, {
      steps: [{ kind: "drop", columns: ["id"] }],
      name: "clean",
    });
    const remove = () => instance.admin("DELETE", `${root}/datasets/neo`, { reason: "a mistake" });
    expect((await remove()).body.detail).toBe(
      "neo is in use and stays: 1 version made from it (clean v1). Delete those first; " +
        "runs have to be removed for good.",
    );
    expect((await instance.admin("DELETE", `${root}/datasets/clean`, { reason: "a mistake" })).status).toBe(
      200,
    );
    expect((await remove()).status).toBe(200);
    expect((await instance.admin("GET", `${root}/datasets/neo/versions`)).status).toBe(404);
    expect(await instance.db.datasetProfile.count()).toBe(0);
    expect(await instance.db.lineageEdge.count({ where: { OR: [{ fromId: id }, { toId: id }] } })).toBe(0);
    expect(await instance.db.grant.count({ where: { scopeId: dataset.id } })).toBe(0);
    const audit = await instance.db.auditEvent.findMany({ where: { action: "dataset.delete" } });
    expect(audit.map(({ targetName, detail }) => [targetName, JSON.parse(detail!)])).toEqual([
      ["clean", { reason: "a mistake", versions: 1 }],
      ["neo", { reason: "a mistake", versions: 2 }],
    ]);
  });

  test("is kept by runs, jobs and models, of which one hears the names that one may read", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    const { body } = await train(instance, root);
    const reader = await instance.person("Reader", { slug: "neo", role: "MAINTAINER" });
    const run = await instance.db.run.findUniqueOrThrow({ where: { uid: body.runs[0]!.run } });
    await instance.admin("POST", "/mlflow/neo/api/2.0/mlflow/registered-models/create", { name: "NEOs" });
    await instance.admin("POST", "/mlflow/neo/api/2.0/mlflow/model-versions/create", {
      name: "NEOs",
      source: `runs:/${run.uid}/model`,
      run_id: run.uid,
    });
    await instance.db.grant.create({
      data: {
        projectId: run.projectId,
        subjectKind: "person",
        subjectId: reader.id,
        scopeKind: "experiment",
        scopeId: String(run.experimentId),
        effect: "deny",
        role: "VIEWER",
        createdBy: "test",
      },
    });
    const reason = { reason: "a mistake" };
    const refused = await instance.admin("DELETE", `${root}/datasets/neo`, reason);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      "neo is in use and stays: 1 run (first tree), 1 model version (NEOs v1), " +
        "1 waiting or running job (Train first tree). Delete those first; runs have to be removed for good.",
    ]);
    const hidden = await reader("DELETE", `${root}/datasets/neo/versions/1`, reason);
    expect(hidden.body.detail).toMatch(
      /^neo v1 is in use and stays: 1 run, 1 model version \(NEOs v1\), 1 waiting or running job, /,
    );
    const { body: dependents } = await instance.admin("GET", `${root}/datasets/neo/dependents?version=1`);
    expect(dependents).toEqual({
      runs: { total: 1, named: ["first tree"] },
      tasks: { total: 0, named: [] },
      models: { total: 1, named: ["NEOs v1"] },
      jobs: { total: 1, named: ["Train first tree"] },
      versions: { total: 1, named: ["neo v2"] },
    });
  });
});

onBothDatabases("a version of a dataset", (provider) => {
  test("is deleted once nothing depends on it, and its number is not given again", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    const remove = (number: number) =>
      instance.admin("DELETE", `${root}/datasets/neo/versions/${number}`, { reason: "a mistake" });
    expect((await remove(1)).body.detail).toContain("1 version made from it (neo v2)");
    expect((await remove(2)).status).toBe(200);
    expect((await remove(1)).body.detail).toBe("v1 is the only version of neo. Delete the dataset instead.");
    await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", "id\n1\n"));
    const { body } = await instance.admin<{ versions: Version[] }>("GET", `${root}/datasets/neo/versions`);
    expect(body.versions.map(({ number }) => number)).toEqual([3, 1]);
  });

  test("is restored as the next version with the same rows and figures, which says so", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    await instance.admin("GET", `${root}/datasets/neo/versions/1/profile`);
    const restored = await instance.admin("POST", `${root}/datasets/neo/versions/1/restore`);
    expect([restored.status, restored.body]).toEqual([201, { name: "neo", number: 3, restored: 1 }]);
    const { body } = await instance.admin<{ versions: Version[] }>("GET", `${root}/datasets/neo/versions`);
    const [newest, , first] = body.versions;
    expect(newest).toMatchObject({ origin: "restore", source: "neo v1", sha256: first!.sha256, rows: 3 });
    expect(await instance.db.datasetProfile.count()).toBe(2);
    const again = await instance.admin("POST", `${root}/datasets/neo/versions/1/restore`);
    expect([again.status, again.body.detail]).toEqual([
      409,
      "v3 is the newest version and holds the rows of v1.",
    ]);
  });

  test("that is deleted while a training begins on it goes, or is kept by the run: never both", async () => {
    const instance = await startInstance(provider);
    const root = await twoVersions(instance);
    await instance.admin("DELETE", `${root}/datasets/neo/versions/2`, { reason: "not needed" });
    await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", "id,x,y\n1,5,a\n2,6,b\n"));
    for (let round = 0; round < 5; round++) {
      await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", `id,x,y\n1,${round},a\n2,6,b\n`));
      const number = 4 + round;
      const [trained, deleted] = await Promise.all([
        train(instance, root, "neo", number),
        instance.admin("DELETE", `${root}/datasets/neo/versions/${number}`, { reason: "a race" }),
      ]);
      expect([trained.status < 300, deleted.status < 300].filter(Boolean), trained.text).toHaveLength(1);
    }
  });
});

async function projectId({ db }: Instance): Promise<string> {
  return (await db.project.findFirstOrThrow()).id;
}
