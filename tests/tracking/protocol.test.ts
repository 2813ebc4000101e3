import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { api, begin, refused, type Problem, type Run } from "./neo-project";

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
});
