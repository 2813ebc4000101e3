import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { eventually } from "../eventually";
import { projectIn, startInstance, type Client } from "../instance";
import { pythonOf, runPython, startRealMlflow } from "./peer";

const newest = pythonOf("newest");
type Tag = { key: string; value: string };
type Run = {
  info: {
    run_id: string;
    run_name: string;
    status: string;
    start_time: number;
    end_time?: number;
    lifecycle_stage: string;
    user_id: string;
  };
  data: {
    metrics?: { key: string; value: unknown; step: number; timestamp: number }[];
    params?: Tag[];
    tags?: Tag[];
  };
  inputs?: { dataset_inputs?: object[] };
};
type Ask = <Answer>(method: string, path: string, fields?: object) => Promise<Answer>;
type Report = { counts: Record<string, number>; left: string[]; leftInAll: number };

const askOf =
  (url: string, token?: string): Ask =>
  async (method, route, fields) => {
    const answer = await fetch(`${url}/api/2.0/mlflow/${route}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(fields ? { "content-type": "application/json" } : {}),
      },
      ...(fields ? { body: JSON.stringify(fields) } : {}),
    });
    return (await answer.json()) as never;
  };

const byKey = (tags: readonly Tag[] = []) =>
  Object.fromEntries(
    tags
      .filter(({ key, value }) => !key.startsWith("perihelion.") && !/[0-9a-f]{32}/.test(value))
      .map(({ key, value }) => [key, value]),
  );

/** Everything that a server holds, without the ids that it gave. */
async function pictureOf(ask: Ask, { files = true } = {}) {
  const { experiments } = await ask<{
    experiments: { experiment_id: string; name: string; lifecycle_stage: string; tags?: Tag[] }[];
  }>("POST", "experiments/search", { max_results: 100, view_type: "ALL" });
  const pictures = [];
  for (const { experiment_id, name, lifecycle_stage, tags } of experiments) {
    const { runs = [] } = await ask<{ runs?: Run[] }>("POST", "runs/search", {
      experiment_ids: [experiment_id],
      run_view_type: "ALL",
      max_results: 100,
    });
    const nameOf = new Map(runs.map(({ info }) => [info.run_id, info.run_name]));
    const shown = await Promise.all(
      runs.map(async ({ info: { run_id, ...info }, data, inputs }) => ({
        name: info.run_name,
        status: info.status,
        user: info.user_id,
        start: info.start_time,
        end: info.end_time,
        stage: info.lifecycle_stage,
        params: byKey(data.params),
        tags: byKey(data.tags),
        inputs: inputs?.dataset_inputs ?? [],
        parent: nameOf.get(data.tags?.find(({ key }) => key === "mlflow.parentRunId")?.value ?? ""),
        histories: await Promise.all(
          (data.metrics ?? [])
            .map(({ key }) => key)
            .sort()
            .map((key) => historyOf(ask, run_id, key)),
        ),
        files: files && info.lifecycle_stage === "active" ? await filesOf(ask, run_id) : [],
      })),
    );
    pictures.push({
      name,
      lifecycle_stage,
      tags: byKey(tags),
      runs: shown.sort((a, b) => a.name.localeCompare(b.name)),
    });
  }
  const { registered_models: models = [] } = await ask<{
    registered_models?: { name: string; description: string; aliases?: object[] }[];
  }>("GET", "registered-models/search");
  const registry = await Promise.all(
    models.map(async ({ name, description, aliases }) => {
      const { model_versions } = await ask<{
        model_versions: { version: string; current_stage: string; tags?: Tag[]; source: string }[];
      }>("GET", `model-versions/search?filter=${encodeURIComponent(`name = '${name}'`)}`);
      return {
        name,
        description,
        aliases,
        versions: model_versions
          .map(({ version, current_stage, tags }) => ({ version, current_stage, tags: byKey(tags) }))
          .sort((a, b) => Number(a.version) - Number(b.version)),
      };
    }),
  );
  return { experiments: pictures.sort((a, b) => a.name.localeCompare(b.name)), registry };
}

async function historyOf(ask: Ask, run: string, metric: string) {
  const { metrics } = await ask<{ metrics: { value: unknown; step: number; timestamp: number }[] }>(
    "GET",
    `metrics/get-history?run_id=${run}&metric_key=${metric}`,
  );
  return {
    metric,
    points: metrics
      .map(({ value, step, timestamp }) => [timestamp, step, value])
      .sort((a, b) => Number(a[1]) - Number(b[1])),
  };
}

async function filesOf(ask: Ask, run: string, folder = ""): Promise<unknown[]> {
  const { files = [] } = await ask<{ files?: { path: string; is_dir?: boolean; file_size?: number }[] }>(
    "GET",
    `artifacts/list?run_id=${run}${folder ? `&path=${encodeURIComponent(folder)}` : ""}`,
  );
  return (
    await Promise.all(
      files.map(async ({ path: file, is_dir, file_size }) =>
        is_dir ? filesOf(ask, run, file) : [[file, file_size]],
      ),
    )
  ).flat();
}

async function reportOf(client: Client, root: string, started: { job: string }): Promise<Report> {
  type State = { status: string; error: string | null; report: string | null };
  const job = await eventually(async () => (await client<State>("GET", `${root}/jobs/${started.job}`)).body, {
    for: "the transfer to end",
    until: ({ status }) => ["FINISHED", "FAILED", "KILLED"].includes(status),
  });
  expect([job.status, job.error]).toEqual(["FINISHED", null]);
  return JSON.parse(job.report!) as Report;
}

describe.skipIf(!newest)("everything of an MLflow server", () => {
  let real: Awaited<ReturnType<typeof startRealMlflow>>;
  let theirs: Awaited<ReturnType<typeof pictureOf>>;
  beforeAll(async () => {
    real = await startRealMlflow(newest!);
    await runPython(newest!, "tests/tracking/fill.py", { MLFLOW_TRACKING_URI: real.url });
    theirs = await pictureOf(askOf(real.url));
  }, 300_000);
  afterAll(() => real?.stop());

  onBothDatabases("brought into a project", (provider) => {
    test(
      "is there once, however often it is brought, and goes back to another server as it came",
      { timeout: 300_000 },
      async () => {
        const instance = await startInstance(provider, {
          workers: 1,
          env: { PERIHELION_ALLOW_PRIVATE_TARGETS: "true" },
        });
        const { admin, adminToken, url } = instance;
        const root = await projectIn(instance);
        const ours = askOf(`${url}/mlflow/neo`, adminToken);
        const bring = async (what: string, body: unknown) =>
          reportOf(admin, root, (await admin<{ job: string }>("POST", `${root}/${what}`, body)).body);
        const first = await bring("imports", { url: real.url });
        expect(first.left).toEqual([]);
        expect(first.counts).toMatchObject({
          experiments: 2,
          runs: 4,
          before: 0,
          points: 1_505,
          loggedModels: 1,
          models: 1,
          versions: 3,
        });
        expect(await pictureOf(ours)).toEqual(theirs);
        const again = await bring("imports", { url: real.url });
        expect(again.counts).toMatchObject({
          experiments: 0,
          runs: 0,
          before: 4,
          points: 0,
          files: 0,
          loggedModels: 0,
          versions: 0,
        });
        expect(await pictureOf(ours)).toEqual(theirs);
        const loaded = await runPython<{ predictions: number[] }>(newest!, "tests/tracking/predict.py", {
          MLFLOW_TRACKING_URI: `${url}/mlflow/neo`,
          MLFLOW_TRACKING_TOKEN: adminToken,
        });
        expect(loaded.predictions).toEqual([0, 0, 1, 1]);

        const other = await startRealMlflow(newest!);
        const out = await bring("exports", { url: other.url });
        expect(out.left).toEqual([]);
        expect(await pictureOf(askOf(other.url))).toEqual(theirs);
        other.stop();
      },
    );

    test("comes from its SQLite file too, without files, and says so", { timeout: 120_000 }, async () => {
      const instance = await startInstance(provider, { workers: 1 });
      const { admin, adminToken, url } = instance;
      const root = await projectIn(instance);
      const form = new FormData();
      form.append(
        "file",
        new Blob([new Uint8Array(readFileSync(path.join(real.folder, "mlflow.db")))]),
        "mlflow.db",
      );
      const report = await reportOf(
        admin,
        root,
        (await admin<{ job: string }>("POST", `${root}/imports/file`, form)).body,
      );
      expect(report.counts).toMatchObject({
        experiments: 2,
        runs: 4,
        points: 1_505,
        files: 0,
        loggedModels: 1,
        versions: 3,
      });
      expect(report.left).toEqual([expect.stringContaining("holds no artifacts")]);
      expect(await pictureOf(askOf(`${url}/mlflow/neo`, adminToken))).toEqual(
        await pictureOf(askOf(real.url), { files: false }),
      );
    });
  });

  test(
    "is refused inside a network, to who may not, and where it is none; its secret is forgotten",
    { timeout: 120_000 },
    async () => {
      const instance = await startInstance("sqlite", { workers: 1 });
      const { admin, db } = instance;
      const root = await projectIn(instance);
      expect((await admin("POST", `${root}/imports`, { url: real.url })).body).toMatchObject({
        code: "INVALID",
      });
      const editor = await instance.person("Editor", { slug: "neo", role: "EDITOR" });
      for (const route of ["imports", "exports", "imports/file"])
        expect((await editor("POST", `${root}/${route}`, { url: "https://example.com" })).status, route).toBe(
          403,
        );
      const form = new FormData();
      form.append("file", new Blob(["no database"]), "mlflow.db");
      const { body } = await admin<{ job: string }>("POST", `${root}/imports/file`, form);
      const job = await eventually(
        async () => (await admin<{ status: string; error: string }>("GET", `${root}/jobs/${body.job}`)).body,
        { for: "the transfer to fail", until: ({ status }) => status === "FAILED" },
      );
      expect(job.error).toContain("cannot be read as a SQLite database");
      expect(await db.job.findMany({ select: { spec: true } })).toEqual([{ spec: "{}" }]);
    },
  );

  test("goes on where it was cut off", { timeout: 300_000 }, async () => {
    const instance = await startInstance("sqlite", {
      workers: 1,
      env: { PERIHELION_ALLOW_PRIVATE_TARGETS: "true" },
    });
    const { admin, adminToken, url, db } = instance;
    const root = await projectIn(instance);
    let answers = 25;
    const gate = createServer((request, response) => {
      if (answers-- <= 0) return void response.writeHead(401).end("{}");
      const onward = httpRequest(
        real.url + request.url,
        { method: request.method!, headers: { ...request.headers, host: new URL(real.url).host } },
        (answer) => answer.pipe(response.writeHead(answer.statusCode!, answer.headers)),
      );
      request.pipe(onward);
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void gate.close());
    await once(gate, "listening");
    const bound = gate.address();
    const through = { url: `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}` };
    const { body } = await admin<{ job: string }>("POST", `${root}/imports`, through);
    await eventually(async () => (await admin<{ status: string }>("GET", `${root}/jobs/${body.job}`)).body, {
      for: "the transfer to fail",
      until: ({ status }) => status === "FAILED",
    });
    expect(await db.run.count()).toBeGreaterThan(0);
    answers = Infinity;
    const report = await reportOf(
      admin,
      root,
      (await admin<{ job: string }>("POST", `${root}/imports`, through)).body,
    );
    expect(report.counts.before! + report.counts.runs!).toBe(4);
    expect(await pictureOf(askOf(`${url}/mlflow/neo`, adminToken))).toEqual(theirs);
  });
});
