import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";
import { pythonOf, startRealMlflow } from "./peer";

type Case = [method: "GET" | "POST", path: string, body?: object];
type Answer = Record<string, unknown>;
type Told = { status: number; error_code?: string | undefined; message?: string | undefined };

const times = <Item>(count: number, item: (i: number) => Item) =>
  Array.from({ length: count }, (_, i) => item(i));
const metric = (i: number) => ({ key: `m${i}`, value: 1, timestamp: 1 });
const pair = (i: number) => ({ key: `p${i}`, value: "1" });
const nobody = "0".repeat(32);

/** Requests that are refused; `RUN` and `EXP` stand for a run and its experiment. */
const refused: Case[] = [
  ["POST", "runs/search", { experiment_ids: ["EXP"], max_results: 0 }],
  ["POST", "runs/search", { experiment_ids: ["EXP"], max_results: -1 }],
  ["POST", "experiments/search", { max_results: 0 }],
  ["POST", "experiments/search", { max_results: 50_001 }],
  ["POST", "runs/log-metric", { run_id: "RUN", key: "m", value: 1 }],
  ["POST", "runs/log-metric", { run_id: "RUN", key: "m", value: 1, timestamp: null }],
  ["POST", "runs/log-metric", { run_id: "RUN", key: "m", timestamp: 1 }],
  ["POST", "runs/log-metric", { run_id: nobody, key: "m", value: 1, timestamp: 1 }],
  ["POST", "runs/log-batch", { run_id: "RUN", metrics: [{ key: "m", value: 1 }] }],
  [
    "POST",
    "runs/log-batch",
    { run_id: "RUN", metrics: times(901, metric), params: times(50, pair), tags: times(50, pair) },
  ],
  ["POST", "runs/log-batch", { run_id: "RUN", metrics: times(1_001, metric) }],
  ["POST", "runs/log-batch", { run_id: "RUN", params: times(101, pair) }],
  ["POST", "runs/log-batch", { run_id: "RUN", params: "foo" }],
  ["POST", "runs/log-batch", { run_id: "RUN", metrics: "foo" }],
  ["POST", "runs/log-batch", { run_id: "RUN", params: { a: "b" } }],
  ["POST", "runs/log-batch", { run_id: "RUN", params: [pair(1), pair(1)] }],
  ["POST", "runs/search", { experiment_ids: "EXP" }],
  ["GET", "metrics/get-history-bulk?metric_key=m"],
  ["GET", "metrics/get-history-bulk?run_id=RUN"],
  ["GET", "metrics/get-history-bulk-interval?metric_key=m"],
  ["GET", "metrics/get-history-bulk-interval?run_ids=RUN"],
  ["GET", "metrics/get-history-bulk-interval?metric_key=m&run_ids=RUN&start_step=1"],
  ["GET", "metrics/get-history-bulk-interval?metric_key=m&run_ids=RUN&max_results=0"],
  ["GET", `metrics/get-history-bulk-interval?metric_key=m&${times(101, () => "run_ids=RUN").join("&")}`],
  ["POST", "experiments/search-datasets", {}],
  ["POST", "experiments/search-datasets", { experiment_ids: times(21, () => "EXP") }],
  ["GET", "experiments/get?experiment_id=987654"],
  ["GET", "experiments/get?experiment_id=abc"],
  ["GET", "experiments/get-by-name?experiment_name=none"],
  ["POST", "experiments/create", { name: "" }],
  ["GET", `runs/get?run_id=${nobody}`],
  ["GET", "runs/get?run_id=a/b"],
  ["POST", "runs/create", { experiment_id: "987654" }],
  ["POST", "runs/delete-tag", { run_id: "RUN", key: "none" }],
  ["GET", "registered-models/get?name=none"],
  ["POST", "registered-models/create", { name: "a/b" }],
  ["POST", "registered-models/create", { name: "NEO" }],
  ["GET", "model-versions/get?name=NEO&version=9"],
  ["POST", "registered-models/alias", { name: "NEO", alias: "v1", version: "1" }],
  ["POST", "registered-models/alias", { name: "NEO", alias: "a b", version: "1" }],
  ["GET", "registered-models/alias?name=NEO&alias=none"],
  [
    "POST",
    "model-versions/transition-stage",
    { name: "NEO", version: "1", stage: "foo", archive_existing_versions: false },
  ],
  [
    "POST",
    "webhooks",
    { name: "w", url: "ftp://x", events: [{ entity: "REGISTERED_MODEL", action: "CREATED" }] },
  ],
  [
    "POST",
    "webhooks",
    { name: "w", url: "nonsense", events: [{ entity: "REGISTERED_MODEL", action: "CREATED" }] },
  ],
];

/** A server with a run, a model with a version, and a way to ask it. */
async function prepared(url: string, headers: Record<string, string>) {
  const ask = async (method: string, path: string, body?: object) => {
    const prefix = /get-history-bulk|search-datasets/.test(path) ? "ajax-api" : "api";
    const answer = await fetch(`${url}/${prefix}/2.0/mlflow/${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const made = await ask("POST", "experiments/create", { name: "Words" });
  const experiment = String(made.body.experiment_id);
  const started = await ask("POST", "runs/create", { experiment_id: experiment, start_time: 1 });
  const uid = (started.body.run as { info: { run_id: string } }).info.run_id;
  await ask("POST", "registered-models/create", { name: "NEO" });
  const source = `mlflow-artifacts:/${experiment}/${uid}/artifacts/model`;
  await ask("POST", "model-versions/create", { name: "NEO", source, run_id: uid });
  const filled = <Value>(value: Value): Value =>
    value &&
    (JSON.parse(JSON.stringify(value).replaceAll("RUN", uid).replaceAll("EXP", experiment)) as Value);
  const told = async ([method, path, body]: Case): Promise<Told> => {
    const { status, body: answer } = await ask(method, filled(path), body && filled(body));
    const { error_code, message } = answer as Omit<Told, "status">;
    return { status, error_code, message: message?.replaceAll(uid, "RUN").replaceAll(/ +/g, " ") };
  };
  return { ask, told, experiment, uid };
}

onBothDatabases("what a client may send", (provider) => {
  test("is kept and found as on MLflow: names of any alphabet, and texts that were left out", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const { ask, experiment, uid } = await prepared(`${instance.url}/mlflow/neo`, {
      authorization: `Bearer ${instance.adminToken}`,
    });
    await ask("POST", "runs/set-tag", { run_id: uid, key: "größe", value: "v" });
    for (const filter of ["tags.größe = 'v'", "tags.`größe` = 'v'", 'tags."größe" = "v"'])
      expect(
        (await ask("POST", "runs/search", { experiment_ids: [experiment], filter })).body.runs,
        filter,
      ).toHaveLength(1);
    expect(
      (await ask("POST", "registered-models/alias", { name: "NEO", alias: "ü", version: "1" })).status,
    ).toBe(200);
    const found = await ask("GET", "registered-models/alias?name=NEO&alias=%C3%BC");
    expect(found.body.model_version).toMatchObject({
      version: "1",
      description: "",
      run_link: "",
      aliases: ["ü"],
    });
    const model = await ask("GET", "registered-models/get?name=NEO");
    expect(model.body.registered_model).toMatchObject({
      latest_versions: [{ description: "", run_link: "" }],
    });
    expect(model.body.registered_model).not.toHaveProperty("description");
    const twice = await ask("POST", "experiments/create", { name: "Words" });
    expect(twice.body).toMatchObject({
      error_code: "RESOURCE_ALREADY_EXISTS",
      message: expect.stringMatching(/^Experiment\(name=Words\) already exists\./) as string,
    });
  });

  test("goes away whole when all files of a run are deleted", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const { ask, experiment, uid } = await prepared(`${instance.url}/mlflow/neo`, {
      authorization: `Bearer ${instance.adminToken}`,
    });
    const files = `/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/${experiment}/${uid}/artifacts`;
    for (const path of ["a.txt", "model/b.txt", "model/deep/c.txt"])
      await instance.admin("PUT", `${files}/${path}`, new Uint8Array([1]));
    expect((await instance.admin("DELETE", `${files}/model/`)).status).toBe(200);
    const { body } = await ask("GET", `artifacts/list?run_id=${uid}`);
    expect(body.files).toHaveLength(1);
    for (const times of [1, 2])
      expect((await instance.admin("DELETE", files)).status, String(times)).toBe(200);
    expect((await ask("GET", `artifacts/list?run_id=${uid}`)).body).not.toHaveProperty("files");
    expect((await instance.admin("DELETE", `${files}/a.txt`)).status).toBe(404);
  });
});

test("what is refused is refused in MLflow's own words", async ({ skip, onTestFinished }) => {
  const python = pythonOf("newest");
  if (!python) return skip();
  const real = await startRealMlflow(python);
  onTestFinished(real.stop);
  const instance = await startInstance("sqlite");
  await projectIn(instance);
  const theirs = await prepared(real.url, {});
  const ours = await prepared(`${instance.url}/mlflow/neo`, {
    authorization: `Bearer ${instance.adminToken}`,
  });
  const answers = async (server: typeof ours) => {
    const all: [Case, Told][] = [];
    for (const request of refused) all.push([request, await server.told(request)]);
    return all;
  };
  expect(await answers(ours)).toEqual(await answers(theirs));
}, 180_000);
