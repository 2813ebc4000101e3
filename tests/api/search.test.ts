import { expect, test } from "vitest";
import { limits } from "@/lib/limits";
import type { SearchAnswer } from "@/lib/projects/search";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client } from "../instance";

const runs = async (client: Client, slug: string, ...names: string[]) => {
  const made = [];
  for (const run_name of names)
    made.push(
      (
        await client<{ run: { info: { run_id: string } } }>(
          "POST",
          `/mlflow/${slug}/api/2.0/mlflow/runs/create`,
          { experiment_id: "0", run_name },
        )
      ).body.run.info.run_id,
    );
  return made;
};

onBothDatabases("the search of a project", (provider) => {
  test("finds each kind by a part of its name, whatever the letters' case, and a run by its id", async () => {
    const { admin } = await startInstance(provider);
    const api = await projectIn({ admin });
    await admin("POST", `${api}/datasets`, formOf("t.csv", "a,b\n1,2\n", { name: "Tidal" }));
    await admin("POST", `${api}/notebooks`, { title: "Looking at tides" });
    await admin("POST", "/mlflow/neo/api/2.0/mlflow/experiments/create", { name: "tide-models" });
    await admin("POST", "/mlflow/neo/api/2.0/mlflow/registered-models/create", { name: "TIDE" });
    const [uid] = await runs(admin, "neo", "high tide", "other");
    const find = async (q: string) =>
      (await admin<SearchAnswer>("GET", `${api}/search?q=${encodeURIComponent(q)}`)).body;

    const { targets, more } = await find("TID");
    expect(targets.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "dataset Tidal",
      "notebook Looking at tides",
      "experiment tide-models",
      "run high tide",
      "model TIDE",
    ]);
    expect(more).toBe(false);
    expect((await find(uid!.slice(0, 12))).targets).toEqual([{ kind: "run", key: uid, name: "high tide" }]);
    expect((await find("nothing has this name")).targets).toEqual([]);
    const newest = (await find("")).targets.filter(({ kind }) => kind === "run");
    expect(newest.map(({ name }) => name)).toEqual(["other", "high tide"]);
  });

  test("takes every character as itself", async () => {
    const { admin } = await startInstance(provider);
    const api = await projectIn({ admin });
    const names = ["100%", "a_b", "axb", "back\\slash", "it's", 'quo"te', "größe", "🌊"];
    await runs(admin, "neo", ...names);
    for (const name of names) {
      const { body } = await admin<SearchAnswer>("GET", `${api}/search?q=${encodeURIComponent(name)}`);
      expect(body.targets.map((target) => target.name)).toEqual([name]);
    }
    expect((await admin("GET", `${api}/search?q=${"x".repeat(201)}`)).status).toBe(400);
    expect((await admin("GET", `${api}/search?text=x`)).status).toBe(400);
  });

  test("shows a few of a kind and says that more are there, without deleted or foreign runs", async () => {
    const instance = await startInstance(provider);
    const { admin } = instance;
    const api = await projectIn(instance);
    await projectIn(instance, "theirs");
    await runs(admin, "theirs", "wave theirs");
    const uids = await runs(admin, "neo", ...Array.from({ length: 7 }, (_, i) => `wave ${i}`));
    const find = async () => (await admin<SearchAnswer>("GET", `${api}/search?q=wave`)).body;
    expect((await find()).targets.map(({ name }) => name)).toEqual([6, 5, 4, 3, 2].map((i) => `wave ${i}`));
    expect((await find()).more).toBe(true);
    for (const run_id of uids.slice(2))
      await admin("POST", "/mlflow/neo/api/2.0/mlflow/runs/delete", { run_id });
    expect(await find()).toEqual({
      targets: [1, 0].map((i) => ({ kind: "run", key: uids[i], name: `wave ${i}` })),
      more: false,
    });
  });

  test("looks at the names of the newest runs and says so; an id is found among all", async () => {
    const { admin, db } = await startInstance(provider);
    const api = await projectIn({ admin });
    const [first] = await runs(admin, "neo", "the first");
    const { id: _, ...run } = await db.run.findUniqueOrThrow({ where: { uid: first! } });
    await db.run.createMany({
      data: Array.from({ length: limits.searchedRuns }, (_, i) => ({
        ...run,
        uid: `later-${i}`,
        name: "later",
      })),
    });
    const find = async (q: string) => (await admin<SearchAnswer>("GET", `${api}/search?q=${q}`)).body;
    expect(await find("the%20first")).toEqual({ targets: [], more: true });
    expect((await find(first!)).targets).toEqual([{ kind: "run", key: first, name: "the first" }]);
  });

  test("leaves out what its reader may not see", async () => {
    const instance = await startInstance(provider);
    const api = await projectIn(instance);
    const { admin, db } = instance;
    const viewer = await instance.person("Viewer", { slug: "neo", role: "VIEWER" });
    await runs(admin, "neo", "hidden run");
    await admin("POST", "/mlflow/neo/api/2.0/mlflow/registered-models/create", { name: "hidden model" });
    const { id: projectId } = await db.project.findUniqueOrThrow({ where: { slug: "neo" } });
    const experiment = await db.experiment.findFirstOrThrow({ where: { projectId } });
    const model = await db.registeredModel.findFirstOrThrow({ where: { projectId } });
    const deny = (scopeKind: string, scopeId: string) =>
      db.grant.create({
        data: {
          ...{ projectId, subjectKind: "person", subjectId: viewer.id, scopeKind, scopeId },
          ...{ effect: "deny", role: "VIEWER", createdBy: "test" },
        },
      });
    const find = async (client: Client) =>
      (await client<SearchAnswer>("GET", `${api}/search?q=hidden`)).body.targets.map(({ kind }) => kind);
    expect(await find(viewer)).toEqual(["run", "model"]);
    await deny("experiment", String(experiment.id));
    await deny("model", model.id);
    expect(await find(viewer)).toEqual([]);
    expect(await find(admin)).toEqual(["run", "model"]);
  });
});
