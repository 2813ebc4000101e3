import { expect, test } from "vitest";
import type { ColumnDrift, RowComparison, SchemaChange } from "@/lib/datasets/comparison";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Instance } from "../instance";

const before =
  'id,part,size,place,note,same\n1,a,1.5,x,"a ""b""",1\n2,a,2.5,y,,1\n3,b,3.5,z,c,1\n5,b,,z,c,1\n';
const after = "id,part,size,place,same,Note\n3,b,3.5,z,1,c\n1,a,1.25,x,1,c\n2,a,2.5,,1,c\n4,b,9,w,1,c\n";

async function twoVersions(instance: Instance) {
  const root = await projectIn(instance);
  for (const text of [before, after]) {
    const { status, body } = await instance.admin("POST", `${root}/datasets`, formOf("neo.csv", text));
    expect(status, String(body.detail)).toBe(201);
  }
  const get = <Body>(path: string) =>
    instance.admin<Body & { detail?: string }>("GET", `${root}/datasets/neo/compare${path}`);
  return { root, get };
}
const pair = "before=1&after=2";
const key = (...names: string[]) => `&key=${encodeURIComponent(JSON.stringify(names))}`;

onBothDatabases("two versions of a dataset", (provider) => {
  test("are compared by schema, by the rows of a key, and by their distributions", async () => {
    const { get } = await twoVersions(await startInstance(provider));
    const schema = await get<SchemaChange>(`?${pair}`);
    expect(schema.body).toMatchObject({
      added: [{ name: "Note", type: "text" }],
      removed: [{ name: "note", type: "text" }],
      typeChanged: [],
      rows: { before: 4, after: 4 },
    });

    const { body } = await get<RowComparison>(`/rows?${pair}${key("id")}`);
    expect(body).toEqual({
      same: 1,
      changed: 2,
      added: 1,
      removed: 1,
      cells: [
        { column: "size", count: 1 },
        { column: "place", count: 1 },
      ],
      uncompared: [],
      page: [
        {
          kind: "changed",
          key: { id: 1 },
          row: { before: 1, after: 2 },
          cells: [{ column: "size", before: 1.5, after: 1.25 }],
        },
        {
          kind: "changed",
          key: { id: 2 },
          row: { before: 2, after: 3 },
          cells: [{ column: "place", before: "y", after: null }],
        },
      ],
    });
    const second = await get<RowComparison>(`/rows?${pair}${key("id")}&offset=1&limit=1`);
    expect(second.body.page.map((row) => row.key)).toEqual([{ id: 2 }]);
    const added = await get<RowComparison>(`/rows?${pair}${key("id")}&kind=added`);
    expect(added.body.page).toEqual([
      { kind: "added", key: { id: 4 }, row: { before: null, after: 4 }, cells: [] },
    ]);
    const removed = await get<RowComparison>(`/rows?${pair}${key("id")}&kind=removed`);
    expect(removed.body.page.map((row) => row.row)).toEqual([{ before: 4, after: null }]);

    const { body: drifts } = await get<{ columns: ColumnDrift[] }>(`/columns?${pair}`);
    const size = drifts.columns.find(({ name }) => name === "size")!;
    // scipy.stats.ks_2samp([1.5, 2.5, 3.5], [3.5, 1.25, 2.5, 9]).statistic
    expect(size.distance).toBeCloseTo(0.25, 12);
    expect([size.missing, size.distinct, size.mean]).toEqual([
      { before: 1, after: 0 },
      { before: 3, after: 4 },
      { before: 2.5, after: 4.0625 },
    ]);
    expect(drifts.columns.find(({ name }) => name === "same")).toMatchObject({ stability: 0, distance: 0 });
    expect(drifts.columns.find(({ name }) => name === "place")).toMatchObject({
      bins: {
        values: ["z", "x", "w", "y"],
      },
      missing: { before: 0, after: 1 },
    });
  });

  test("are refused by a key that rows lack or share, and by one that is not in both", async () => {
    const { get } = await twoVersions(await startInstance(provider));
    const refusals = [];
    for (const names of [["part"], ["size"], ["note"], ["none"]])
      refusals.push((await get(`/rows?${pair}${key(...names)}`)).body.detail);
    expect(refusals).toEqual([
      "part is no key: in v1 2 of its values stand in more than one row. Choose other columns, or add one.",
      "size is no key: 1 rows of v1 lack it. Choose other columns.",
      "note is not a column of one type in both versions.",
      "none is not a column of one type in both versions.",
    ]);
    expect((await get<RowComparison>(`/rows?${pair}${key("id", "part")}`)).body.changed).toBe(2);
    expect((await get(`/rows?${pair}`)).status).toBe(400);
    expect((await get(`?before=1&after=9`)).status).toBe(404);
  });
});

type Lineage = {
  ancestors: {
    depth: number;
    kind: string;
    how: string;
    name?: string;
    number?: number;
    fileName?: string;
  }[];
};

onBothDatabases("the lineage of a version", (provider) => {
  test("leads back to its file, and on to versions, runs and models, a page at a time", async () => {
    const instance = await startInstance(provider);
    const { root } = await twoVersions(instance);
    const prepare = (dataset: string, number: number, name: string) =>
      instance.admin("POST", `${root}/datasets/${dataset}/versions/${number}/recipes`, {
        steps: [{ kind: "drop", columns: ["same"] }],
        name,
      });
    await prepare("neo", 1, "clean");
    await instance.admin("POST", `${root}/datasets/clean/versions/1/recipes`, {
      steps: [{ kind: "drop", columns: ["note"] }],
      name: "cleaner",
    });
    await prepare("neo", 1, "other");
    const trained = await instance.admin<{ runs: { run: string }[] }>("POST", `${root}/jobs`, {
      dataset: "neo",
      version: 1,
      target: "part",
      experiment: "trees",
      algorithms: [{ algorithm: "decision-tree" }],
    });
    const { run } = trained.body.runs[0]!;
    await instance.admin("POST", "/mlflow/neo/api/2.0/mlflow/registered-models/create", { name: "NEOs" });
    await instance.admin("POST", "/mlflow/neo/api/2.0/mlflow/model-versions/create", {
      name: "NEOs",
      source: `runs:/${run}/model`,
      run_id: run,
    });
    const at = `${root}/datasets/cleaner/versions/1/lineage`;
    const { body } = await instance.admin<Lineage>("GET", at);
    expect(
      body.ancestors.map(({ depth, kind, name, number, fileName }) => [
        depth,
        kind,
        name ?? fileName,
        number,
      ]),
    ).toEqual([
      [1, "dataset", "clean", 1],
      [2, "dataset", "neo", 1],
      [3, "file", "neo.csv", undefined],
    ]);
    const of = `${root}/datasets/neo/versions/1/lineage`;
    const first = await instance.admin<{ rows: { name: string }[]; next: string }>(
      "GET",
      `${of}?of=versions&limit=1`,
    );
    expect(first.body.rows.map(({ name }) => name)).toEqual(["other"]);
    const second = await instance.admin<{ rows: { name: string }[]; next: string | null }>(
      "GET",
      `${of}?of=versions&limit=1&after=${first.body.next}`,
    );
    expect([second.body.rows.map(({ name }) => name), second.body.next]).toEqual([["clean"], null]);
    const runs = await instance.admin<{ rows: { uid: string; models: unknown[] }[] }>("GET", `${of}?of=runs`);
    expect(runs.body.rows).toMatchObject([
      { uid: run, experiment: "trees", models: [{ name: "NEOs", number: 1, stage: "None" }] },
    ]);
  });

  test("names nothing that its reader may not see", async () => {
    const instance = await startInstance(provider);
    const { root } = await twoVersions(instance);
    await instance.admin("POST", `${root}/datasets/neo/versions/1/recipes`, {
      steps: [{ kind: "drop", columns: ["same"] }],
      name: "clean",
    });
    const reader = await instance.person("Reader", { slug: "neo", role: "VIEWER" });
    const { id, projectId } = await instance.db.dataset.findFirstOrThrow({ where: { name: "neo" } });
    await instance.db.grant.create({
      data: {
        projectId,
        subjectKind: "person",
        subjectId: reader.id,
        scopeKind: "dataset",
        scopeId: id,
        effect: "deny",
        role: "VIEWER",
        createdBy: "test",
      },
    });
    const { body, text } = await reader<Lineage>("GET", `${root}/datasets/clean/versions/1/lineage`);
    expect(body.ancestors).toMatchObject([{ depth: 1, kind: "hidden" }]);
    expect(text).not.toContain("neo");
  });
});
