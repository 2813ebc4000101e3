import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Instance } from "../instance";

type Made = { name: string; number: number; rows: number; columns: { name: string }[] };
type Applied = Made & { facts: { step: number; facts: { text: string }[] }[] };

/** A project whose `train` v2 was made by a recipe that splits, fills, scales and encodes. */
async function fitted(instance: Instance) {
  const root = await projectIn(instance);
  const upload = (name: string, lines: string[]) =>
    instance.admin("POST", `${root}/datasets`, formOf(`${name}.csv`, `${lines.join("\n")}\n`));
  await upload("train", ["id,mass,kind,y", "1,0,a,1", "2,10,b,0", "3,,a,1", "4,10,b,0", "4,10,b,0"]);
  const steps = [
    { kind: "deduplicate", columns: [] },
    { kind: "split", how: "time", time: "id", test: 0.25, seed: 1 },
    { kind: "missing", columns: ["mass"], how: "mean" },
    { kind: "scale", columns: ["mass"], how: "min-max" },
    { kind: "encode", columns: ["kind"], how: "one-hot" },
    { kind: "balance", label: "y", how: "fewer", seed: 1 },
    { kind: "filter", formula: "id < 5" },
    { kind: "drop", columns: ["id"] },
  ];
  const made = await instance.admin("POST", `${root}/datasets/train/versions/1/recipes`, { steps });
  expect(made.status).toBe(201);
  const apply = (dataset: string, columns = {}) =>
    instance.admin<Applied & { detail: string }>("POST", `${root}/datasets/train/versions/2/apply`, {
      to: { dataset, version: 1 },
      name: `${dataset} ready`,
      columns,
    });
  const rows = async (name: string) =>
    (await instance.admin<{ rows: unknown[] }>("GET", `${root}/datasets/${name}/versions/1/rows`)).body.rows;
  return { root, upload, apply, rows };
}

onBothDatabases("a fitted recipe", (provider) => {
  test("is applied to other rows by what it learned, and drops none of them", async () => {
    const instance = await startInstance(provider);
    const { upload, apply, rows } = await fitted(instance);
    await upload("fresh", ["id,mass,kind", "9,20,a", "9,20,a", "9,,z"]);
    const { status, body } = await apply("fresh");
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(body.columns.map(({ name }) => name)).toEqual(["mass", "split", "kind a", "kind b"]);
    expect(body.facts.flatMap(({ facts }) => facts.map(({ text }) => text))).toEqual([
      "2 cells of mass lie outside of the range of the training rows",
      "1 cell of kind have a value that no training row has",
      "3 rows would not be kept, and are here",
    ]);
    // Training masses are 0, 10 and missing: their mean is 5, their range 0 to 10.
    expect(await rows("fresh%20ready")).toEqual([
      { mass: 2, split: null, "kind a": 1, "kind b": 0 },
      { mass: 2, split: null, "kind a": 1, "kind b": 0 },
      { mass: 0.5, split: null, "kind a": 0, "kind b": 0 },
    ]);
    const edges = await instance.db.lineageEdge.findMany({ where: { toKind: "dataset" } });
    const version = await instance.db.datasetVersion.findFirstOrThrow({
      where: { dataset: { name: "fresh ready" } },
    });
    expect(
      edges
        .filter(({ toId }) => toId === version.id)
        .map(({ how }) => how)
        .toSorted(),
    ).toEqual(["its recipe and what it learned", "the recipe of train v2 as it was fitted, on new rows"]);
  });

  test("is refused with every absent column and failing step, and nothing is made", async () => {
    const instance = await startInstance(provider);
    const { root, upload, apply } = await fitted(instance);
    await upload("other", ["id,weight,kind", "1,2,a"]);
    await upload("words", ["id,mass,kind", "1,heavy,a", "2,light,b"]);
    const absent = await apply("other");
    expect(absent.status).toBe(400);
    expect(absent.body.detail).toContain("The column mass is absent: say which column of the table it is.");
    expect(absent.body.detail).toContain("Step 3 (missing): There is no column mass.");
    expect(absent.body.detail).toContain("Step 4 (scale): There is no column mass.");
    const wrong = await apply("words");
    expect(wrong.body.detail).toContain("mass holds text; the recipe was made for numbers.");
    const mapped = await apply("other", { mass: "weight" });
    expect([mapped.status, mapped.body.rows]).toEqual([201, 1]);
    expect((await instance.admin("GET", `${root}/datasets/words%20ready/versions`)).status).toBe(404);
  });

  test("is needed: a version that no recipe made has none", async () => {
    const instance = await startInstance(provider);
    const { root } = await fitted(instance);
    const { status, body } = await instance.admin<{ detail: string }>(
      "POST",
      `${root}/datasets/train/versions/1/apply`,
      { to: { dataset: "train", version: 1 }, name: "again" },
    );
    expect([status, body.detail]).toEqual([400, "train v1 was not made by a recipe."]);
  });
});
