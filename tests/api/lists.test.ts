import { ownReader } from "@/lib/datasets/reader";
import { expect, test } from "vitest";
import { findVersion, madeOf } from "@/lib/datasets/queries";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client } from "../instance";

const mlflow = "/mlflow/neo/api/2.0/mlflow";
type Listed = Record<string, unknown> & { next: string | null };

/** All of a list, read two by two: what stands on each page, by a key. */
async function pagesOf(client: Client, path: string, list: string, key: string): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  for (let after: string | null = ""; after !== null;) {
    const query: string = new URLSearchParams({ limit: "2", ...(after ? { after } : {}) }).toString();
    const { status, body } = await client<Listed>("GET", `${path}?${query}`);
    expect(status, `${path}?${query}`).toBe(200);
    pages.push((body[list] as Record<string, unknown>[]).map((row) => row[key]));
    after = body.next;
  }
  return pages;
}

onBothDatabases("every list", (provider) => {
  test("comes a page at a time, each row once, and refuses a cursor that no page gave", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    for (const name of ["c", "a", "Ä", "b", "d"])
      await admin("POST", `${root}/datasets`, formOf("t.csv", `x\n${name}\n`, { name }));
    for (let i = 2; i <= 5; i++)
      await admin("POST", `${root}/datasets`, formOf("t.csv", `x\n${i}\n`, { name: "a" }));
    const notebooks: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { body } = await admin<{ id: string }>("POST", `${root}/notebooks`, { title: `n${i}` });
      notebooks.unshift(body.id);
    }
    for (const name of ["one", "two", "three"]) {
      await admin("POST", `${mlflow}/experiments/create`, { name });
      await admin("POST", `${mlflow}/registered-models/create`, { name });
    }

    const datasets = await pagesOf(admin, `${root}/datasets`, "datasets", "name");
    expect(datasets.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(new Set(datasets.flat())).toEqual(new Set(["a", "b", "c", "d", "Ä"]));
    const versions = await pagesOf(admin, `${root}/datasets/a/versions`, "versions", "number");
    expect(versions).toEqual([[5, 4], [3, 2], [1]]);
    const books = await pagesOf(admin, `${root}/notebooks`, "notebooks", "id");
    expect(books.flat()).toEqual(notebooks);
    const experiments = await pagesOf(admin, `${root}/experiments`, "experiments", "name");
    expect(experiments).toEqual([["three", "two"], ["one"]]);
    expect(await pagesOf(admin, `${root}/models`, "models", "name")).toEqual([["one", "three"], ["two"]]);

    for (const list of ["notebooks", "experiments", "datasets/a/versions", `notebooks/${notebooks[0]}`])
      for (const query of ["after=nonsense", "after=99999999999", "limit=0", "limit=1001", "page=2"])
        expect((await admin("GET", `${root}/${list}?${query}`)).status, `${list}?${query}`).toBe(400);
  });

  test("of models counts all versions, and names the one in Production however old", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    await admin("POST", `${mlflow}/registered-models/create`, { name: "forest" });
    const { body: made } = await admin<{ run: { info: { run_id: string } } }>(
      "POST",
      `${mlflow}/runs/create`,
      { experiment_id: "0" },
    );
    const source = `runs:/${made.run.info.run_id}/model`;
    for (let i = 0; i < 25; i++)
      await admin("POST", `${mlflow}/model-versions/create`, { name: "forest", source });
    const stage = { name: "forest", version: "1", stage: "Production" };
    expect((await admin("POST", `${mlflow}/model-versions/transition-stage`, stage)).status).toBe(200);
    const { body } = await admin<{ models: object[] }>("GET", `${root}/models`);
    expect(body.models).toMatchObject([{ name: "forest", versionCount: 25, production: 1 }]);
    const pages = await pagesOf(admin, `${root}/models/forest`, "versions", "number");
    expect(pages.flat()).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });

  test("of what was made of a version names other datasets that its reader may see", async () => {
    const { admin, db } = await startInstance(provider);
    const root = await projectIn({ admin });
    await admin("POST", `${root}/datasets`, formOf("t.csv", "x,y\n1,2\n", { name: "raw" }));
    const steps = [{ kind: "drop", columns: ["y"] }];
    const recipes = `${root}/datasets/raw/versions/1/recipes`;
    for (const name of ["prepared", "hidden", "raw"])
      expect((await admin("POST", recipes, { name, steps })).status).toBe(201);
    const project = await db.project.findFirstOrThrow();
    const version = await findVersion(db, ownReader(project.id), "raw", 1);
    const hidden = await db.dataset.findFirstOrThrow({ where: { name: "hidden" } });
    const made = await madeOf(db, project.id, version, { all: true, but: [hidden.id] }, 3);
    expect(made).toEqual([{ name: "prepared", number: 1, rows: 1, columns: 1 }]);
  });
});
