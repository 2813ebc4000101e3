import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { deliverDue } from "@/lib/registry/webhooks";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance, type Client } from "../instance";

type Run = {
  run: {
    info: { run_id: string; run_name: string; status: string };
    data: {
      metrics: { key: string; value: number | string; step: number }[];
      params: { key: string; value: string }[];
      tags: { key: string; value: string }[];
    };
  };
};
type Problem = { error_code: string; message: string };
const api = "/mlflow/neo/api/2.0/mlflow";

async function begin(provider: "sqlite" | "postgresql") {
  const instance = await startInstance(provider);
  await projectIn(instance);
  const create = async (body: object = {}) =>
    (await instance.admin<Run>("POST", `${api}/runs/create`, { experiment_id: "0", ...body })).body.run.info
      .run_id;
  return { ...instance, create };
}

const refused = async (client: Client, method: string, path: string, body?: unknown) => {
  const { status, body: problem } = await client<Problem>(method, `${api}/${path}`, body);
  return [status, problem.error_code, problem.message] as const;
};

onBothDatabases("the tracking protocol", (provider) => {
  test("answers under the project's address, the bare host, each version, the pages' prefix", async () => {
    const { admin, adminToken, clientOf } = await begin(provider);
    const basic = (user: string, password: string) => ({
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
    });
    for (const path of [
      "/mlflow/neo/api/2.0",
      "/mlflow/neo/api/3.0",
      "/mlflow/neo/ajax-api/2.0",
      "/api/2.0",
      "/ajax-api/3.0",
    ]) {
      const { status, body } = await admin<{ experiment: { name: string } }>(
        "GET",
        `${path}/mlflow/experiments/get?experiment_id=0`,
      );
      expect([path, status, body.experiment?.name]).toEqual([path, 200, "Default"]);
    }
    await admin("POST", "/api/projects", { name: "Other", slug: "other" });
    expect(
      (await admin<Problem>("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0")).body.error_code,
    ).toBe("INVALID_PARAMETER_VALUE");
    expect(
      (
        await admin("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0", undefined, {
          "x-mlflow-workspace": "other",
        })
      ).status,
    ).toBe(200);
    const stranger = clientOf(null);
    const get = "/mlflow/neo/api/2.0/mlflow/experiments/get?experiment_id=0";
    expect((await stranger("GET", get)).headers.get("www-authenticate")).toContain("Basic");
    expect((await stranger("GET", get, undefined, basic("ines@example.com", "correct horse"))).status).toBe(
      200,
    );
    expect((await stranger("GET", get, undefined, basic("Inés Carvajal", "correct horse"))).status).toBe(200);
    expect((await stranger("GET", get, undefined, basic("anyone", adminToken))).status).toBe(200);
    expect((await stranger("GET", get, undefined, basic("ines@example.com", "wrong"))).status).toBe(401);
    for (const path of ["/health", "/mlflow/neo/health", "/version", "/mlflow/neo/version"])
      expect((await stranger("GET", path)).status, path).toBe(200);
    for (const path of [
      "traces",
      "prompts/search",
      "gateway/endpoints",
      "scorers/list",
      "genai/evaluate/invoke",
    ])
      expect((await refused(admin, "POST", path, {})).slice(0, 2), path).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  });

  test("counts experiments by project, and shows nobody else's", async () => {
    const { admin, person, create } = await begin(provider);
    await admin("POST", "/api/projects", { name: "Other", slug: "other" });
    const uid = await create();
    const first = await admin<{ experiment_id: string }>("POST", `${api}/experiments/create`, { name: "a" });
    const other = await admin<{ experiment_id: string }>(
      "POST",
      "/mlflow/other/api/2.0/mlflow/experiments/create",
      { name: "a" },
    );
    expect([first.body.experiment_id, other.body.experiment_id]).toEqual(["1", "1"]);
    expect((await admin("GET", `/mlflow/other/api/2.0/mlflow/runs/get?run_id=${uid}`)).status).toBe(404);
    const viewer = await person("Viewer", { slug: "neo", role: "VIEWER" });
    expect((await viewer("GET", `${api}/runs/get?run_id=${uid}`)).status).toBe(200);
    expect(
      (
        await refused(viewer, "POST", "runs/log-metric", { run_id: uid, key: "a", value: 1, timestamp: 1 })
      ).slice(0, 2),
    ).toEqual([403, "PERMISSION_DENIED"]);
    expect((await refused(await person("Outsider"), "GET", `runs/get?run_id=${uid}`)).slice(0, 2)).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
  });

  test("keeps every kind of number once, and finds the newest by step, time and value", async () => {
    const { admin, create } = await begin(provider);
    const run_id = await create();
    const metrics = [
      ["a", "NaN", 1, 1],
      ["b", "Infinity", 1, 1],
      ["c", "-Infinity", 1, 1],
      ["d", 1e-320, 1, 1],
      ["e", "0.30000000000000004", 1, 1],
      ["late", 2, 10, 5],
      ["late", 1, 20, 5],
      ["late", 9, 30, 4],
      ["late", 1, 20, 5],
    ].map(([key, value, timestamp, step]) => ({ key, value, timestamp, step }));
    for (let i = 0; i < 2; i++)
      expect(
        (await admin("POST", `${api}/runs/log-batch`, { run_id, metrics, nobody_knows: 1 })).status,
      ).toBe(200);
    const { body } = await admin<Run>("GET", `${api}/runs/get?run_id=${run_id}`);
    expect(Object.fromEntries(body.run.data.metrics.map(({ key, value }) => [key, value]))).toEqual({
      a: "NaN",
      b: "Infinity",
      c: "-Infinity",
      d: 1e-320,
      e: 0.1 + 0.2,
      late: 1,
    });
    const history = await admin<{ metrics: unknown[] }>(
      "GET",
      `${api}/metrics/get-history?run_id=${run_id}&metric_key=late`,
    );
    expect(history.body.metrics).toEqual(
      [
        [10, 2, 5],
        [20, 1, 5],
        [30, 9, 4],
      ].map(([timestamp, value, step]) => ({ key: "late", timestamp, value, step })),
    );
    const pages = await admin<{ metrics: unknown[]; next_page_token: string }>(
      "GET",
      `${api}/metrics/get-history?run_id=${run_id}&metric_key=late&max_results=2`,
    );
    expect(pages.body.metrics).toHaveLength(2);
    const rest = await admin<{ metrics: unknown[]; next_page_token?: string }>(
      "GET",
      `${api}/metrics/get-history?run_id=${run_id}&metric_key=late&max_results=2` +
        `&page_token=${pages.body.next_page_token}`,
    );
    expect([rest.body.metrics.length, rest.body.next_page_token]).toEqual([1, undefined]);
  });

  test("names the wrong field, keeps nothing of a refused batch, and has MLflow's limits", async () => {
    const { admin, create } = await begin(provider);
    const run_id = await create();
    const batch = (body: object) => refused(admin, "POST", "runs/log-batch", { run_id, ...body });
    const metric = { key: "m", value: 1, timestamp: 1, step: 0 };
    const cases: [object, string][] = [
      [{ metrics: [metric, { ...metric, value: "high" }] }, "metrics[1]"],
      [{ metrics: [{ ...metric, key: "a/../b" }] }, "metrics[0].key"],
      [{ metrics: [{ ...metric, timestamp: -1 }] }, "timestamp"],
      [{ metrics: [{ ...metric, step: 2 ** 60 }] }, "step"],
      [{ metrics: [{ ...metric, key: "k".repeat(251) }] }, "250"],
      [{ metrics: Array(1_001).fill(metric) }, "at most 1000 metrics"],
      [
        { params: Array.from({ length: 101 }, (_, i) => ({ key: `p${i}`, value: "" })) },
        "at most 100 params",
      ],
      [{ tags: Array.from({ length: 101 }, (_, i) => ({ key: `t${i}`, value: "" })) }, "at most 100 tags"],
      [
        {
          params: [
            { key: "p", value: "1" },
            { key: "p", value: "2" },
          ],
        },
        "Duplicate",
      ],
      [{ params: [{ key: "nul\0", value: "1" }] }, "params[0].key"],
    ];
    for (const [body, words] of cases) {
      const [status, code, message] = await batch({
        ...body,
        tags: (body as { tags?: object[] }).tags ?? [{ key: "never", value: "kept" }],
      });
      expect([status, code], words).toEqual([400, "INVALID_PARAMETER_VALUE"]);
      expect(message).toContain(words);
    }
    expect((await refused(admin, "POST", "runs/log-metric", { run_id, value: 1 }))[2]).toContain("'key'");
    expect((await refused(admin, "GET", "runs/get"))[2]).toContain("'run_id'");
    expect((await refused(admin, "POST", "runs/search", { experiment_ids: ["x"] }))[2]).toContain(
      "Invalid experiment ID 'x'. Experiment ID must be a valid integer.",
    );
    expect(
      (
        await refused(admin, "POST", "experiments/create", {
          name: "elsewhere",
          artifact_location: "file:///etc",
        })
      )[2],
    ).toContain("artifact_location");
    const big = {
      run_id,
      params: [{ key: "long", value: "x".repeat(7_000) }],
      tags: [{ key: "long", value: "x".repeat(9_000) }],
    };
    expect((await admin("POST", `${api}/runs/log-batch`, big)).status).toBe(200);
    const { run } = (await admin<Run>("GET", `${api}/runs/get?run_id=${run_id}`)).body;
    expect([
      run.data.metrics,
      run.data.params[0]!.value.length,
      run.data.tags.find(({ key }) => key === "long")!.value.length,
      run.data.tags.some(({ key }) => key === "never"),
    ]).toEqual([[], 6_000, 8_000, false]);
    expect(
      (
        await refused(admin, "POST", "runs/log-batch", {
          run_id,
          metrics: [{ ...metric, key: "x".repeat(1_100_000) }],
        })
      )[2],
    ).toContain("1000000 bytes");
  });

  test("pages through runs, losing and repeating none, however they are sorted and filtered", async () => {
    const { admin, create } = await begin(provider);
    const values = [3, 1, NaN, 3, null, 2, Infinity, 1, null, -Infinity, NaN, 3];
    for (const [i, value] of values.entries()) {
      const run_id = await create({ start_time: 1_000 + (i % 3), run_name: `r${i}` });
      await admin("POST", `${api}/runs/log-batch`, {
        run_id,
        metrics: value === null ? [] : [{ key: "m", value: String(value), timestamp: 1, step: 0 }],
        params: i % 4 === 0 ? [] : [{ key: "p", value: `v${i % 5}` }],
      });
    }
    const page = async (body: object) =>
      (
        await admin<{ runs?: { info: { run_name: string } }[]; next_page_token?: string }>(
          "POST",
          `${api}/runs/search`,
          { experiment_ids: ["0"], ...body },
        )
      ).body;
    const param = (i: number) => (i % 4 === 0 ? null : `v${i % 5}`);
    const filters: [string, (i: number) => boolean][] = [
      ["", () => true],
      ["metrics.m > 1", (i) => values[i]! > 1],
      ["metrics.m != 3", (i) => values[i] !== null && values[i] !== 3],
      ["params.p != 'v1'", (i) => param(i) !== null && param(i) !== "v1"],
      [
        "params.p IS NULL AND metrics.m <= 3",
        (i) => param(i) === null && values[i] !== null && values[i]! <= 3,
      ],
      ["start_time > 1000 AND tags.`mlflow.runName` != 'r1'", (i) => i % 3 > 0 && i !== 1],
    ];
    for (const order_by of [
      [],
      ["metrics.m DESC"],
      ["metrics.m ASC"],
      ["metrics.m DESC", "params.p"],
      ["params.p ASC", "metrics.m DESC"],
      ["tags.`mlflow.runName` DESC"],
      ["start_time ASC"],
      ["end_time DESC"],
    ]) {
      for (const [filter, fits] of filters) {
        const all = (await page({ order_by, filter })).runs?.map(({ info }) => info.run_name) ?? [];
        expect([...all].sort(), `${filter} by ${order_by.join()}`).toEqual(
          values.flatMap((_, i) => (fits(i) ? [`r${i}`] : [])).sort(),
        );
        for (const max_results of [1, 5]) {
          const found: string[] = [];
          for (let token: string | undefined, more = true; more; more = token !== undefined) {
            const part = await page({
              order_by,
              filter,
              max_results,
              ...(token ? { page_token: token } : {}),
            });
            found.push(...part.runs!.map(({ info }) => info.run_name));
            token = part.next_page_token;
          }
          expect(found, `${filter} by ${order_by.join()}, ${max_results} a page`).toEqual(all);
        }
      }
    }
    const sorted = (await page({ order_by: ["metrics.m DESC"] })).runs!.map(
      ({ info }) => values[Number(info.run_name.slice(1))]!,
    );
    expect(sorted).toEqual([Infinity, 3, 3, 3, 2, 1, 1, -Infinity, NaN, NaN, null, null]);
    expect(
      (
        await refused(admin, "POST", "runs/search", {
          experiment_ids: ["0"],
          order_by: ["metrics.m", "metrics.m DESC"],
        })
      )[0],
    ).toBe(400);
    expect(
      (await refused(admin, "POST", "runs/search", { experiment_ids: ["0"], page_token: "bm90aGluZw==" }))[0],
    ).toBe(400);
  });

  test(
    "refuses ten thousand broken filters, each within 50 ms and none with a 500",
    { timeout: 120_000 },
    async () => {
      const { admin, create } = await begin(provider);
      await admin("POST", `${api}/runs/log-batch`, {
        run_id: await create(),
        metrics: [{ key: "m", value: 1, timestamp: 1, step: 1 }],
      });
      const word = fc.constantFrom(
        "metrics.m",
        "params.p",
        "tags.`a b`",
        'tags."x"',
        "attributes.status",
        "start_time",
        "=",
        "!=",
        "<",
        ">=",
        "LIKE",
        "ILIKE",
        "IN",
        "NOT IN",
        "IS NULL",
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        ",",
        "'x'",
        '"y"',
        "`",
        "'",
        '"',
        "1",
        "-1e9",
        "1e999",
        "0x1",
        ";",
        "--",
        "/*",
        "%",
        "\\",
        "\u0000",
        "\ud800",
        "🌒",
        "dataset.name",
        "run_id",
        "' OR 1=1",
        "null",
        ".",
        "metrics.",
        "é",
      );
      const filters = fc.sample(
        fc.oneof(
          { weight: 4, arbitrary: fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")) },
          fc.string({ maxLength: 300 }),
          fc.constant("(".repeat(5_000)),
          fc.constant("metrics.m > 1 AND ".repeat(800)),
        ),
        { numRuns: 10_000, seed: 7 },
      );
      let slowest = 0;
      const wrong: string[] = [];
      const ask = async (filter: string) => {
        const started = performance.now();
        const { status, text } = await admin("POST", `${api}/runs/search`, { experiment_ids: ["0"], filter });
        return { status, text, took: performance.now() - started };
      };
      for (const filter of filters) {
        const { status, text, took } = await ask(filter);
        if (status !== 200 && status !== 400)
          wrong.push(`${status} ${JSON.stringify(filter)} ${text.slice(0, 200)}`);
        if (status !== 400) continue;
        // A machine that was busy with something else is slow once;
        // a filter that is slow to refuse is slow each time.
        let least = took;
        for (let again = 0; again < 20 && least >= 50; again++)
          least = Math.min(least, (await ask(filter)).took);
        slowest = Math.max(slowest, least);
      }
      expect(wrong).toEqual([]);
      expect(slowest).toBeLessThan(50);
    },
  );

  test("keeps a file once, however many runs log it, and refuses a path to another place", async () => {
    const { admin, create, db, url, adminToken } = await begin(provider);
    const [one, two] = [await create(), await create()];
    const put = (path: string, content = "same") =>
      fetch(`${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/${path}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${adminToken}` },
        body: content,
      });
    for (const uid of [one, two]) expect((await put(`0/${uid}/artifacts/a/b.txt`)).status).toBe(200);
    expect(new Set((await db.runArtifact.findMany()).map(({ sha256 }) => sha256)).size).toBe(1);
    const hostile = [
      "..%2fx",
      "%2e%2e/..%2fx",
      "%252e%252e/x",
      "..%5cb",
      "a%5c..%5c..%5cb",
      "%5cb",
      "C:%5cx",
      "c:x",
      "file:%2f%2f%2fetc%2fpasswd",
      "%2fetc%2fpasswd",
      "a%00b",
      "a%23b",
      "a%3fb",
      "a//b",
      "%2e%2fx",
      "%25252e%25252e%25252fx",
      "http:%2f%2fevil",
    ];
    for (const path of hostile)
      expect((await put(`0/${one}/artifacts/${path}`)).status, path).toBeGreaterThanOrEqual(400);
    for (const path of [
      `1/${one}/artifacts/x`,
      `0/${"0".repeat(32)}/artifacts/x`,
      "x",
      `0/${one}/x`,
      `0/models/${one}/artifacts/x`,
    ])
      expect((await put(path)).status, path).toBeGreaterThanOrEqual(400);
    expect(await db.runArtifact.count()).toBe(2);
    for (const path of hostile.map((entry) => `artifacts/list?run_id=${one}&path=${entry}`))
      expect((await refused(admin, "GET", path))[0], path).toBeLessThan(500);
    const sources = [
      "file:///etc/passwd",
      "/etc",
      "s3://bucket/x",
      "http://evil/x",
      "mlflow-artifacts:/0/../x",
      "runs:/x/../../y",
      `mlflow-artifacts://other/0/${one}/artifacts/m`,
      "dbfs:/x",
      `models:/m/../../x`,
    ];
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    for (const source of sources)
      expect(
        (await refused(admin, "POST", "model-versions/create", { name: "m", source })).slice(0, 2),
        source,
      ).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    const got = await fetch(`${url}/mlflow/neo/get-artifact?run_id=${one}&path=a/b.txt`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    expect([
      got.status,
      await got.text(),
      got.headers.get("content-disposition"),
      got.headers.get("content-security-policy"),
      got.headers.get("x-content-type-options"),
    ]).toEqual([200, "same", "attachment; filename*=UTF-8''b.txt", "sandbox; default-src 'none'", "nosniff"]);
  });

  test("tells webhooks, signed, again until taken, and never calls into a private network", async () => {
    const { admin, create, db } = await begin(provider);
    const calls: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
    let answer = 500;
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        calls.push({ headers: request.headers, body });
        response.writeHead(answer).end("heard");
      });
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void receiver.close());
    await new Promise((resolve) => receiver.once("listening", resolve));
    const bound = receiver.address();
    const url = `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}/hook`;
    const events = [{ entity: "MODEL_VERSION", action: "CREATED" }];
    for (const hidden of [
      url,
      "https://127.0.0.1/x",
      "https://10.1.2.3/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/latest",
      "https://nothing.invalid/",
      "ftp://example.com/",
      "https://me:pw@example.com/",
    ]) {
      expect(
        (await refused(admin, "POST", "webhooks", { name: "h", url: hidden, events })).slice(0, 2),
        hidden,
      ).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    }
    const project = await db.project.findFirstOrThrow();
    const webhook = await db.webhook.create({
      data: {
        projectId: project.id,
        name: "h",
        url,
        events: JSON.stringify(["MODEL_VERSION.CREATED"]),
        secret: "s3cret",
      },
    });
    expect(JSON.stringify((await admin("GET", `${api}/webhooks`)).body)).not.toContain("s3cret");
    const uid = await create();
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    await admin("POST", `${api}/model-versions/create`, {
      name: "m",
      source: `runs:/${uid}/model`,
      run_id: uid,
    });
    const now = new Date();
    await deliverDue(db, { allowPrivate: false, now });
    expect(calls).toHaveLength(0);
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
    await deliverDue(db, { allowPrivate: true, now: later(30) });
    answer = 200;
    await deliverDue(db, { allowPrivate: true, now: later(31) });
    await deliverDue(db, { allowPrivate: true, now: later(120) });
    await deliverDue(db, { allowPrivate: true, now: later(600) });
    expect(calls).toHaveLength(2);
    const { headers, body } = calls[1]!;
    expect(JSON.parse(body)).toMatchObject({
      entity: "model_version",
      action: "created",
      data: { name: "m", version: "1", run_id: uid },
    });
    const signed = createHmac("sha256", "s3cret")
      .update(`${headers["x-mlflow-delivery-id"]}.${headers["x-mlflow-timestamp"]}.${body}`)
      .digest("base64");
    expect(headers["x-mlflow-signature"]).toBe(`v1,${signed}`);
    expect((await admin("DELETE", `${api}/webhooks/${webhook.id}`, {})).status).toBe(200);
  });

  test("has one version in Production, gives no number twice, keeps why a version was deleted", async () => {
    const { admin, create, db } = await begin(provider);
    const uid = await create();
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    const register = async () =>
      (
        await admin<{ model_version: { version: string } }>("POST", `${api}/model-versions/create`, {
          name: "m",
          source: `runs:/${uid}/model`,
          run_id: uid,
        })
      ).body.model_version.version;
    const numbers = await Promise.all(Array.from({ length: 6 }, register));
    expect([...numbers].sort()).toEqual(["1", "2", "3", "4", "5", "6"]);
    await Promise.all(
      ["1", "2"].map((version) =>
        admin("POST", `${api}/model-versions/transition-stage`, { name: "m", version, stage: "production" }),
      ),
    );
    const found = await admin<{ model_versions: { current_stage: string }[] }>(
      "GET",
      `${api}/model-versions/search?filter=${encodeURIComponent("name = 'm'")}`,
    );
    expect(
      found.body.model_versions.filter(({ current_stage }) => current_stage === "Production"),
    ).toHaveLength(1);
    await admin("DELETE", `${api}/model-versions/delete`, {
      name: "m",
      version: "6",
      reason: "made by mistake",
    });
    expect(await register()).toBe("7");
    const audit = await db.auditEvent.findFirstOrThrow({ where: { action: "model.delete" } });
    expect(audit.detail).toContain("made by mistake");
  });
});
