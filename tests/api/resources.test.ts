import { expect, test } from "vitest";
import type { Provider } from "@/lib/db/client";
import { weakestRole, type Permission } from "@/lib/auth/permissions";
import { kindOfPermission, scopedKinds, type ScopedKind } from "@/lib/auth/resources";
import type { Declaration } from "@/lib/http/route";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";
import { outputsOf } from "../notebook-outputs";

const root = "/api/projects/neo";
const api = "/mlflow/neo/api/2.0/mlflow";
/** In the name of every closed resource, and of nothing else. */
const closed = "closed-7f3a";

/**
 * A project with an open and a closed resource of each kind, and somebody who is denied one of the closed.
 */
async function begin(provider: Provider) {
  const instance = await startInstance(provider);
  const { admin, db, person } = instance;
  await projectIn(instance);
  const create = async (path: string, body: unknown) =>
    (await admin<Record<string, never>>("POST", path, body)).body as Record<string, Record<string, unknown>>;
  const ids = { run: "", loggedModel: "", notebook: "", job: "" };
  for (const name of ["open", closed]) {
    const { experiment_id } = await create(`${api}/experiments/create`, { name });
    const { run } = await create(`${api}/runs/create`, { experiment_id, run_name: `run-${name}` });
    ids.run = String((run!.info as Record<string, string>).run_id);
    const dataset = { name: `data-${name}`, digest: "d", source_type: "local", source: "{}" };
    await create(`${api}/runs/log-inputs`, { run_id: ids.run, datasets: [{ dataset }] });
    const { model } = await create(`${api}/logged-models`, { experiment_id, name: `logged-${name}` });
    ids.loggedModel = String((model!.info as Record<string, string>).model_id);
    await create(`${api}/registered-models/create`, { name });
    await create(`${api}/model-versions/create`, { name, source: `runs:/${ids.run}/model` });
    await admin("POST", `${root}/datasets`, formOf(`${name}.csv`, "x,y\n1,a\n2,b\n3,a\n", { name }));
    const source = { dataset: name, kind: "url", config: { url: "https://example.com/x.csv" } };
    await create(`${root}/sources`, source);
    ids.notebook = String((await create(`${root}/notebooks`, { title: name })).id);
    const { runs } = await create(`${root}/jobs`, {
      ...training,
      dataset: "open",
      experiment: name,
      name: `job-${name}`,
    });
    ids.job = (runs as unknown as { job: string }[])[0]!.job;
  }
  const { id: projectId } = await db.project.findFirstOrThrow();
  const where = { projectId, name: closed };
  const idOf: Record<ScopedKind, string> = {
    experiment: String((await db.experiment.findFirstOrThrow({ where })).id),
    model: (await db.registeredModel.findFirstOrThrow({ where })).id,
    dataset: (await db.dataset.findFirstOrThrow({ where })).id,
    notebook: ids.notebook,
  };
  async function denied(kind: ScopedKind) {
    const client = await person(`No ${kind}`, { slug: "neo", role: "MAINTAINER" });
    await db.grant.create({
      data: {
        projectId,
        subjectKind: "person",
        subjectId: client.id,
        scopeKind: kind,
        scopeId: idOf[kind],
        effect: "deny",
        role: "VIEWER",
        createdBy: "test",
      },
    });
    return client;
  }
  return { ...instance, ids, denied, request: requestOf(ids) };
}

const training = { target: "y", algorithms: [{ algorithm: "decision-tree" }] };

const closedSource = { dataset: closed, kind: "url", config: { url: "https://example.com/x.csv" } };

/** What to send to a route so that it is about the closed resource of its kind. */
function requestOf(ids: { run: string; loggedModel: string; notebook: string; job: string }) {
  const bodies: Record<string, unknown> = {
    "POST /datasets/:name/versions/:number/preview": { steps: [] },
    "POST /datasets/:name/versions/:number/facets": { steps: [], column: "x" },
    "POST /datasets/:name/versions/:number/near-pairs": { steps: [{}] },
    "POST /datasets/:name/versions/:number/row-key": { steps: [], row: 0 },
    "POST /datasets/:name/versions/:number/clusters": { steps: [], column: "x" },
    "POST /datasets/:name/versions/:number/from-examples": {
      ...{ steps: [], column: "x" },
      examples: [{ value: "1", result: "1" }],
    },
    "POST /datasets/:name/versions/:number/recipes": {
      steps: [{ kind: "drop", columns: ["x"] }],
      name: "open",
    },
    "POST /datasets/:name/versions/:number/synthetic": { rows: 10, name: "open" },
    "POST /datasets/:name/versions/:number/apply": { to: { dataset: "open", version: 1 }, name: "open" },
    "POST /datasets/:name/label-tasks": {
      version: 1,
      name: "kinds",
      question: "Which?",
      classes: ["a", "b"],
      rows: { kind: "filter" },
    },
    "PATCH /datasets/:name/label-tasks/:taskId": { closed: true },
    "DELETE /datasets/:name/label-tasks/:taskId": { reason: "a mistake" },
    "POST /datasets/:name/label-tasks/:taskId/next": {},
    "POST /datasets/:name/label-tasks/:taskId/hold": { position: 0 },
    "POST /datasets/:name/label-tasks/:taskId/release": {},
    "POST /datasets/:name/label-tasks/:taskId/labels": { position: 0, class: "a" },
    "POST /datasets/:name/label-tasks/:taskId/settle": { position: 0, class: "a" },
    "POST /datasets/:name/label-tasks/:taskId/save": { column: "label", name: "open" },
    "PATCH /datasets/:name": { description: "x" },
    "PUT /datasets/:name/dictionary": { columns: [] },
    "PATCH /datasets/:name/dictionary": { columns: [] },
    "PUT /datasets/:name/masks": { columns: [] },
    "PUT /datasets/:name/freed": { column: "id", freed: true },
    "POST /datasets/:name/versions/:number/uploads": {},
    "DELETE /datasets/:name": { reason: "a mistake" },
    "DELETE /datasets/:name/versions/:number": { reason: "a mistake" },
    "POST /sources": closedSource,
    "POST /sources/test": closedSource,
    "POST /sql": { sql: `select * from dataset('${closed}@v1')` },
    "PUT /notebooks/:notebookId": { title: "x", cells: [], revision: 1 },
    "PUT /notebooks/:notebookId/published": { revision: null, code: false },
    "PUT /notebooks/:notebookId/outputs": {
      ...outputsOf(1),
      reads: [{ name: closed, number: 1 }],
    },
    "POST /notebooks/:notebookId/runs": {},
    "POST /jobs": { ...training, dataset: "open", experiment: closed },
    "POST /models": { name: closed, run: ids.run },
    "POST /models/:name/versions/:number/stage": { stage: "Staging" },
    "DELETE /models/:name": { reason: "a mistake" },
    "DELETE /models/:name/versions/:number": { reason: "a mistake" },
    "POST /models/:name/versions/:number/predict": { rows: [{ x: 1 }] },
    "POST /jobs/cancel": { group: ids.run },
    "POST /runs/delete": { runs: [ids.run] },
    "POST /runs/restore": { runs: [ids.run] },
    "POST /runs/remove": { runs: [ids.run], reason: "a mistake" },
  };
  const queries: Record<string, string> = {
    "GET /runs": `?experiment=${closed}`,
    "GET /runs/fields": `?experiment=${closed}`,
    "GET /runs/:runUid/series": "?metric=m",
    "GET /datasets/:name/compare": "?before=1&after=1",
    "GET /datasets/:name/compare/columns": "?before=1&after=1",
    "GET /datasets/:name/compare/rows": `?before=1&after=1&key=${encodeURIComponent('["x"]')}`,
    "GET /datasets/:name/versions/:number/column": "?column=x",
    "GET /datasets/:name/versions/:number/correlation": "?method=kendall",
    "GET /datasets/:name/versions/:number/checks/rows": "?column=x&kind=range",
    "GET /schemas": `?references=${encodeURIComponent(JSON.stringify(["open", closed]))}`,
    "GET /runs/charts": `?runs=${ids.run}`,
    "GET /notebooks/:notebookId/export": "?format=ipynb",
    "POST /notebooks/:notebookId/datasets": `?name=${closed}&revision=1`,
  };
  const folder = `2/${ids.run}/artifacts`;
  const fields = {
    experiment_id: "2",
    experiment_name: closed,
    experiment_ids: ["1", "2"],
    run_id: ids.run,
    run_ids: [ids.run],
    name: closed,
    new_name: "other",
    version: "1",
    alias: "champion",
    stage: "Staging",
    source: `runs:/${ids.run}/model`,
    status: "LOGGED_MODEL_READY",
    key: "k",
    value: "1",
    timestamp: 1,
    metric_key: "m",
    model_json: "{}",
    path: folder,
  };
  return ({ method, url }: Declaration) => {
    const path = url
      .replace(":projectSlug", "neo")
      .replace(":runUid", ids.run)
      .replace(":jobId", ids.job)
      .replace(/:modelId|:model_id/, ids.loggedModel)
      .replace(":notebookId", ids.notebook)
      .replace(":name", closed)
      .replace(":number", "1")
      .replace(":taskId", "1")
      .replace(":position", "0")
      .replace(":tag_key", "k")
      .replace("artifacts/*", url.startsWith("/mlflow") ? `artifacts/${folder}/a.txt` : "artifacts/a.txt")
      .replace("*", "x");
    if (!url.startsWith("/mlflow/")) {
      const key = `${method} ${url.slice("/api/projects/:projectSlug".length)}`;
      return { path: path + (queries[key] ?? ""), body: bodies[key] };
    }
    if (method !== "GET") return { path, body: url.endsWith("artifacts/*") ? fileOf(method) : statusOf(url) };
    const query = Object.entries(fields).flatMap(([key, value]) =>
      [value].flat().map((one) => [key, String(one)]),
    );
    return { path: `${path}?${new URLSearchParams(query)}`, body: undefined };
  };
  function fileOf(method: string) {
    return method === "PUT" ? new Uint8Array([1]) : undefined;
  }
  function statusOf(url: string) {
    return url.endsWith("runs/update") ? { ...fields, status: "FINISHED" } : fields;
  }
}

const short = ({ method, url }: Declaration) => `${method} ${url.replace(/^.*?:projectSlug/, "")}`;

/** Routes of a scoped noun that make or list without naming one, and what they ask or leave out. */
const wholeProject = [
  "GET /jobs",
  "POST /api/2.0/mlflow/experiments/create",
  "POST /notebooks",
  "POST /notebooks/import",
];
const notOffered = /mlflow-artifacts\/(mpu|presigned)|presigned-(up|down)load-url/;

onBothDatabases("somebody who is denied one resource", (provider) => {
  test.each(scopedKinds)("%s of the project: gets 404 from every route that touches it", async (kind) => {
    const { declarations, denied, request } = await begin(provider);
    const client = await denied(kind);
    const named = declarations.filter(
      ({ permission, resources, url }) =>
        url.includes(":projectSlug") &&
        kindOfPermission(permission as Permission) === kind &&
        resources === "named",
    );
    const touched: Record<string, unknown> = {};
    for (const declaration of named) {
      if (wholeProject.includes(short(declaration))) continue;
      const { path, body } = request(declaration);
      const { status, text } = await client(declaration.method, path, body);
      // what owners alone may do is refused before it is looked for, whether it is there or not
      const isOwners = weakestRole[declaration.permission as Permission] === "OWNER";
      if (isOwners && status === 403 && text.includes("needs the role owner")) continue;
      touched[short(declaration)] =
        status === 404 && text.includes("There is no such thing in this project.") ? 404 : { status, text };
    }
    expect(Object.keys(touched).length).toBeGreaterThan(1);
    expect(Object.entries(touched).filter(([, outcome]) => outcome !== 404)).toEqual([]);
  });

  test.each(scopedKinds)("%s of the project: finds it in no list, count or search", async (kind) => {
    const { declarations, denied, request, admin, db } = await begin(provider);
    const client = await denied(kind);
    const lists = declarations.filter(
      (declaration) =>
        declaration.url.includes(":projectSlug") &&
        kindOfPermission(declaration.permission as Permission) === kind &&
        (declaration.resources === "filtered" || short(declaration) === "GET /jobs") &&
        !/^POST \/(datasets$|uploads)/.test(short(declaration)) &&
        !notOffered.test(declaration.url),
    );
    expect(lists.length).toBeGreaterThan(0);
    for (const declaration of lists) {
      const { path, body } = request(declaration);
      const all = await admin(declaration.method, path, body);
      expect([all.status, all.text.includes(closed)], short(declaration)).toEqual([200, true]);
      const seen = await client(declaration.method, path, body);
      expect(
        [seen.status, seen.text.includes(closed), seen.text.includes("open")],
        short(declaration),
      ).toEqual([200, false, true]);
    }
    const counted = kind === "experiment" ? "experiments" : (`${kind}s` as const);
    await db.job.updateMany({ data: { status: "RUNNING" } }); // as if a worker had taken them
    type Counts = { counts: Record<string, number> };
    const [all, seen] = await Promise.all(
      [admin, client].map(async (who) => (await who<Counts>("GET", root)).body.counts),
    );
    expect(seen![counted]).toBe(all![counted]! - 1);
    if (kind === "experiment") expect(seen!.running).toBe(all!.running! - 1);
    const { body } = await client<{ targets: { kind: string }[] }>("GET", `${root}/search?q=${closed}`);
    expect(body.targets.filter((target) => target.kind === kind)).toEqual([]);
  });

  test("a dataset of the project: trains on it, queries, writes or explores it nowhere", async () => {
    const { denied, ids } = await begin(provider);
    const client = await denied("dataset");
    const saved = `${root}/notebooks/${ids.notebook}/datasets?revision=1`;
    for (const [path, body] of [
      ["jobs", { ...training, dataset: closed, experiment: "open" }],
      ["notebooks", { dataset: closed }],
      ["sql", { sql: `select * from dataset('open') union all select * from DATASET( '${closed}' )` }],
      ["datasets", formOf("x.csv", "x\n1\n", { name: closed })],
      ["datasets", { sample: "neo", name: closed }],
    ] as const)
      expect((await client("POST", `${root}/${path}`, body)).status, path).toBe(404);
    const sent = await client<{ upload: string }>("POST", `${root}/uploads`, formOf("x.csv", "x\n1\n"));
    for (const act of ["preview", "import"]) {
      const path = `${root}/uploads/${sent.body.upload}/${act}`;
      expect((await client("POST", path, { name: closed })).status, act).toBe(404);
    }
    const arrow = { "content-type": "application/vnd.apache.arrow.stream" };
    const reads = encodeURIComponent(JSON.stringify([{ name: closed, number: 1 }]));
    expect(
      (await client("POST", `${saved}&name=new&reads=${reads}`, new Uint8Array([1]), arrow)).status,
    ).toBe(404);
    expect((await client("POST", `${saved}&name=new&reads=[`, new Uint8Array([1]), arrow)).status).toBe(400);
    expect((await client("POST", `${root}/sql`, { sql: "select * from dataset('open')" })).status).toBe(200);
  });

  test("every route of a scoped noun says what it touches", async () => {
    const { declarations } = await begin(provider);
    const scoped = declarations.filter(
      ({ url, permission }) =>
        url.includes(":projectSlug") && kindOfPermission(permission as Permission) !== null,
    );
    expect(scoped.filter(({ resources }) => !resources).map(short)).toEqual([]);
  });
});
