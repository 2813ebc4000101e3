import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { canary, canaryNumber, maskedProject, usual } from "../masked-project";
import { eventually, formOf, projectIn, startInstance, type Client, type Instance } from "../instance";

type Made = { id: string; name: string; number: number; rows: number; simulated: boolean; detail: string };
type Steps = { steps: { table: { dataset: string; id: string } }[] };
type Rows = { rows: Record<string, unknown>[] };
type Ancestors = { ancestors: { name?: string; number?: number; kind: string; how: string }[] };
type Descendants = { rows: { name: string; number: number; how: string }[] };

const join = (dataset: string, version = 1, more = {}) => ({
  ...{ kind: "join", table: { dataset, version }, how: "left", keys: [["id", "id"]], columns: [] },
  ...{ one: true, suffix: "", otherSuffix: "_right", ...more },
});

/** A project with the tables `bodies` and `masses`, and a way to prepare the first by steps. */
async function begin(instance: Instance) {
  const root = await projectIn(instance);
  const upload = (name: string, text: string) =>
    instance.admin<Made>("POST", `${root}/datasets`, formOf(`${name}.csv`, text, { name }));
  await upload("bodies", "id,kind\n1,a\n2,b\n3,a\n");
  await upload("masses", "id,mass\n1,10\n3,30\n4,40\n");
  const prepare = <Body = Made>(
    steps: unknown[],
    { by = instance.admin, name = "joined", headers = {} } = {},
  ) => by<Body>("POST", `${root}/datasets/bodies/versions/1/recipes`, { steps, name }, headers);
  const rowsOf = async (name: string, version = 1) =>
    (await instance.admin<Rows>("GET", `${root}/datasets/${name}/versions/${version}/rows`)).body.rows;
  const remove = (path: string) =>
    instance.admin<{ detail: string }>("DELETE", `${root}/datasets/${path}`, { reason: "a mistake" });
  return { root, upload, prepare, rowsOf, remove };
}

/** Somebody who may write in the project and is denied one dataset. */
async function deniedOf(instance: Instance, name: string): Promise<Client> {
  const client = await instance.person("Outsider", { slug: "neo", role: "MAINTAINER" });
  const dataset = await instance.db.dataset.findFirstOrThrow({ where: { name } });
  const subject = { subjectKind: "person", subjectId: client.id };
  const scope = { projectId: dataset.projectId, scopeKind: "dataset", scopeId: dataset.id };
  await instance.db.grant.create({
    data: { ...subject, ...scope, effect: "deny", role: "VIEWER", createdBy: "test" },
  });
  return client;
}

onBothDatabases("a step that reads a second table", (provider) => {
  test("makes a version of both, which lineage tells of both ways, and neither can be deleted", async () => {
    const instance = await startInstance(provider);
    const { root, prepare, rowsOf, remove } = await begin(instance);
    const { status, body } = await prepare([join("masses")]);
    expect([status, body.rows]).toEqual([201, 3]);
    expect(await rowsOf("joined")).toEqual([
      { id: 1, kind: "a", mass: 10 },
      { id: 2, kind: "b", mass: null },
      { id: 3, kind: "a", mass: 30 },
    ]);
    const lineage = <Body>(of: string, query = "") =>
      instance.admin<Body>("GET", `${root}/datasets/${of}/versions/1/lineage${query}`);
    const { ancestors } = (await lineage<Ancestors>("joined")).body;
    const made = ancestors.filter(({ kind }) => kind === "dataset");
    expect(made.map(({ name, number, how }) => [name, number, how]).toSorted()).toEqual([
      ["bodies", 1, "Join masses v1 by id (left)"],
      ["masses", 1, "Join masses v1 by id (left)"],
    ]);
    for (const of of ["bodies", "masses"]) {
      const { rows } = (await lineage<Descendants>(of, "?of=versions")).body;
      expect(rows.map(({ name, number }) => `${name} v${number}`)).toEqual(["joined v1"]);
    }
    const refused = await remove("masses");
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining("1 version made from it (joined v1)"),
    ]);
    await instance.admin(
      "POST",
      `${root}/datasets`,
      formOf("masses.csv", "id,mass\n1,99\n", { name: "masses" }),
    );
    expect((await remove("masses/versions/1")).status).toBe(409);
    expect((await remove("masses/versions/2")).status).toBe(200);
  });

  test("finds it by its version when its dataset has another name, and no newer one", async () => {
    const instance = await startInstance(provider);
    const { root, upload, prepare, rowsOf } = await begin(instance);
    await prepare([join("masses")]);
    await upload("masses", "id,mass\n1,99\n2,99\n");
    await instance.admin("PATCH", `${root}/datasets/masses`, { name: "weights" });
    const recipe = await instance.admin<Steps>("GET", `${root}/datasets/joined/versions/1/recipe`);
    expect(recipe.body.steps[0]!.table).toMatchObject({ dataset: "weights", version: 1 });
    await upload("fresh", "id,kind\n4,z\n2,z\n");
    const to = { to: { dataset: "fresh", version: 1 }, name: "ready" };
    const applied = await instance.admin("POST", `${root}/datasets/joined/versions/1/apply`, to);
    expect(applied.status).toBe(201);
    expect(await rowsOf("ready")).toEqual([
      { id: 4, kind: "z", mass: 40 },
      { id: 2, kind: "z", mass: null },
    ]);
    const { ancestors } = (
      await instance.admin<Ancestors>("GET", `${root}/datasets/ready/versions/1/lineage`)
    ).body;
    expect(ancestors.filter(({ name, how }) => name === "weights" && how.startsWith("Join"))).toHaveLength(1);
    const again = await instance.admin<Made>("POST", `${root}/datasets/bodies/versions/1/recipes`, {
      steps: recipe.body.steps,
      name: "again",
    });
    expect([again.status, again.body.rows]).toEqual([201, 3]);
    expect(await rowsOf("again")).toEqual(await rowsOf("joined"));
  });

  test("is refused by name where there is none, in a preview, a recipe and an application", async () => {
    const instance = await startInstance(provider);
    const { root, prepare } = await begin(instance);
    for (const table of [join("nothing"), join("masses", 7)]) {
      const refused = await prepare([table]);
      const words = `${table.table.dataset} v${table.table.version}`;
      expect([refused.status, refused.body.detail]).toEqual([
        404,
        `Step 1 (join): there is no ${words} in this project.`,
      ]);
      const body = { steps: [table] };
      const preview = await instance.admin("POST", `${root}/datasets/bodies/versions/1/preview`, body);
      const facet = { ...body, column: "kind" };
      const facets = await instance.admin("POST", `${root}/datasets/bodies/versions/1/facets`, facet);
      expect([preview.status, facets.status]).toEqual([404, 404]);
    }
    const facet = { steps: [join("masses")], column: "mass", as: "values" };
    const counts = await instance.admin("POST", `${root}/datasets/bodies/versions/1/facets`, facet);
    expect(counts.body).toMatchObject({ rows: 3, missing: 1 });
    const large = { ...join("masses"), table: { dataset: "masses", version: 2 ** 31 } };
    expect((await prepare([large])).status).toBe(400);
  });

  test("of another project is not found, also by its own id", async () => {
    const instance = await startInstance(provider);
    const { prepare } = await begin(instance);
    const other = await projectIn(instance, "other");
    const made = await instance.admin<Made>("POST", `${other}/datasets`, formOf("far.csv", "id,mass\n1,1\n"));
    const table = { dataset: "masses", version: 1, id: made.body.id };
    expect((await prepare([{ ...join("masses"), table }])).status).toBe(404);
  });

  test("is not there for who may not read it, in words that say no more", async () => {
    const instance = await startInstance(provider);
    const { root, prepare, upload } = await begin(instance);
    const made = await prepare([join("masses")]);
    const steps = (await instance.admin<Steps>("GET", `${root}/datasets/joined/versions/1/recipe`)).body
      .steps;
    const by = await deniedOf(instance, "masses");
    const said = "Step 1 (join): there is no masses v1 in this project.";
    expect(made.status).toBe(201);
    for (const asked of [[join("masses")], steps]) {
      const refused = await prepare(asked, { by, name: "theirs" });
      expect([refused.status, refused.body.detail]).toEqual([404, said]);
    }
    const preview = await by("POST", `${root}/datasets/bodies/versions/1/preview`, { steps });
    expect(preview.status).toBe(404);
    const code = await by("GET", `${root}/datasets/joined/versions/1/recipe?format=sql`);
    expect(code.status).toBe(404);
    await upload("fresh", "id,kind\n4,z\n");
    const to = { to: { dataset: "fresh", version: 1 }, name: "ready" };
    const applied = await by<Made>("POST", `${root}/datasets/joined/versions/1/apply`, to);
    expect([applied.status, applied.body.detail]).toEqual([404, said]);
    expect(await instance.db.dataset.count({ where: { name: { in: ["theirs", "ready"] } } })).toBe(0);
  });

  test("is simulated where the second table is, and takes its dictionary along", async () => {
    const instance = await startInstance(provider);
    const { root, prepare } = await begin(instance);
    const columns = [{ name: "mass", unit: "kg", role: "sensitive" }];
    await instance.admin("PUT", `${root}/datasets/masses/dictionary`, { columns });
    await prepare([join("masses"), { kind: "rename", from: "mass", to: "weight" }]);
    const { body } = await instance.admin<{ columns: object[] }>("GET", `${root}/datasets/joined/dictionary`);
    expect(body.columns).toContainEqual({ name: "weight", unit: "kg", role: "sensitive" });
    await instance.db.datasetVersion.updateMany({
      where: { dataset: { name: "masses" } },
      data: { simulated: true },
    });
    await prepare([join("masses")], { name: "again" });
    const again = await instance.admin<Made>("GET", `${root}/datasets/again/versions/1`);
    expect(again.body.simulated).toBe(true);
  });

  test("is read through the masks of who asks, which follow its columns", async () => {
    const { instance, root, owner, setMasks } = await maskedProject(provider);
    await setMasks([...usual, { name: "size", mask: "hide", role: "owner" }]);
    const lines = Array.from({ length: 40 }, (_, i) => `${i},${i % 5}`).join("\n");
    await owner("POST", `${root}/datasets`, formOf("bodies.csv", `id,kind\n${lines}\n`));
    const editor = await instance.person("Eva", { slug: "neo", role: "EDITOR" });
    const prepare = (by: Client, steps: unknown[], name: string) =>
      by<Made>("POST", `${root}/datasets/bodies/versions/1/recipes`, { steps, name });
    const bodies = (by: Client, name: string) =>
      by("GET", `${root}/datasets/${name}/versions/1/rows?limit=100`);
    const union = { kind: "union", table: { dataset: "people", version: 1 }, by: "name", absent: "missing" };
    for (const [name, step] of [
      ["joined", join("people")],
      ["below", union],
    ] as const) {
      expect((await prepare(owner, [step], name)).status).toBe(201);
      expect((await bodies(owner, name)).text).toContain(canary);
      const seen = (await bodies(editor, name)).text;
      expect(seen).not.toContain(canary);
      expect(seen).not.toContain(String(canaryNumber));
      expect(seen).toContain("Vigo");
      expect((await prepare(editor, [step], `${name} by her`)).status).toBe(201);
      const made = (await bodies(owner, `${name}%20by%20her`)).text;
      expect(made).not.toContain(canary);
      expect(made).not.toContain(String(canaryNumber));
      const used = await prepare(editor, [step, { kind: "sort", columns: ["pay"], descending: [] }], "no");
      expect([used.status, used.body.detail]).toEqual([
        403,
        expect.stringContaining("“pay” is masked for you"),
      ]);
    }
    const keyed = await prepare(editor, [join("people", 1, { keys: [["kind", "size"]] })], "no");
    expect(keyed.status).toBe(403);
    const text = [
      { kind: "type", column: "kind", type: "text" },
      join("people", 1, { keys: [["kind", "name"]] }),
    ];
    const barred = await prepare(editor, text, "no");
    expect([barred.status, barred.body.detail]).toEqual([
      403,
      "Step 2 (join): “name” is masked for you: nothing is joined by it. An owner can say who sees it.",
    ]);
  });

  test("is read by a job, and cannot be deleted while one waits", async () => {
    const instance = await startInstance(provider, { workers: 0 });
    const { root, prepare, remove } = await begin(instance);
    const started = await prepare<{ job: string }>([join("masses"), { kind: "drop", columns: ["kind"] }], {
      headers: { prefer: "respond-async" },
    });
    expect(started.status).toBe(202);
    const refused = await remove("masses");
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining("1 waiting or running job (Prepare joined)"),
    ]);
    expect(root).toBe("/api/projects/neo");
  });

  test("makes the same by a job as at once", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const { root, prepare, rowsOf } = await begin(instance);
    const steps = [
      join("masses", 1, { how: "full", one: undefined }),
      {
        kind: "union",
        table: { dataset: "masses", version: 1 },
        by: "name",
        absent: "missing",
        source: "from",
      },
    ];
    await prepare(steps, { name: "at once" });
    const { body } = await prepare<{ job: string }>(steps, {
      name: "by job",
      headers: { prefer: "respond-async" },
    });
    const job = await eventually(
      async () => (await instance.admin<{ status: string }>("GET", `${root}/jobs/${body.job}`)).body,
      {
        for: "the job to end",
        within: 60_000,
        until: ({ status }) => !["QUEUED", "RUNNING"].includes(status),
      },
    );
    expect(job).toMatchObject({ status: "FINISHED", error: null });
    expect(await rowsOf("by%20job")).toEqual(await rowsOf("at%20once"));
    const { ancestors } = (
      await instance.admin<Ancestors>("GET", `${root}/datasets/by%20job/versions/1/lineage`)
    ).body;
    expect(new Set(ancestors.map(({ name }) => name))).toEqual(new Set(["bodies", "masses", undefined]));
  });
});
