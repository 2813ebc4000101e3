import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";

import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import type { Field } from "@/lib/runs/fields";
import { loadRunTable } from "@/lib/runs/run-table";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance, type Client } from "../instance";

const mlflow = "/mlflow/neo/api/2.0/mlflow";
type Listed = {
  runs: {
    uid: string;
    name: string;
    metrics: { logged: string; value: number | string }[];
    more: string[];
  }[];
  matching: number;
  total: number;
  atLeast: { matching: boolean; total: boolean };
  next: string | null;
  taken: { name: string; took: string[]; others: string[] }[];
  unknown: { kind: string; name: string; lookedAt: number | null }[];
};
type Logged = { name: string; metrics?: Record<string, number | string>; params?: Record<string, string> };

async function log(admin: Client, experiment: string, runs: readonly Logged[]): Promise<void> {
  const made = await admin<{ experiment_id: string }>("POST", `${mlflow}/experiments/create`, {
    name: experiment,
  });
  for (const [i, { name, metrics = {}, params = {} }] of runs.entries()) {
    const { body } = await admin<{ run: { info: { run_id: string } } }>("POST", `${mlflow}/runs/create`, {
      experiment_id: made.body.experiment_id,
      run_name: name,
      start_time: 1_700_000_000_000 + i,
    });
    const { status } = await admin("POST", `${mlflow}/runs/log-batch`, {
      run_id: body.run.info.run_id,
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 1, step: 0 })),
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
    });
    expect(status).toBe(200);
  }
}

onBothDatabases("runs are searched one way", (provider) => {
  test("a metric's name means the same in filter, order and protocol, and the answer says what", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    await log(admin, "logged", [
      { name: "a", metrics: { f1: 0.95, test_f1: 0.1 } },
      { name: "b", metrics: { f1: 0.5 } },
    ]);
    await log(admin, "by split", [
      { name: "c", metrics: { train_f1: 1, test_f1: 0.7, "system/cpu usage": 3 } },
      { name: "d", metrics: { train_f1: 1, test_f1: 0.95 } },
    ]);
    const find = (query: Record<string, string>) =>
      admin<Listed & { detail: string }>("GET", `${root}/runs?${new URLSearchParams(query)}`);
    const names = ({ body }: Awaited<ReturnType<typeof find>>) => body.runs.map(({ name }) => name);

    const logged = await find({ experiment: "logged", filter: "metrics.f1 > 0.9", sort: "f1" });
    expect(names(logged)).toEqual(["a"]);
    expect(logged.body.taken).toEqual([{ name: "f1", took: ["f1"], others: ["test_f1"] }]);
    const split = await find({ experiment: "by split", filter: "f1 > 0.9" });
    expect(names(split)).toEqual(["d"]);
    expect(split.body.taken).toEqual([{ name: "f1", took: ["test_f1"], others: ["train_f1"] }]);
    expect(names(await find({ filter: "metrics.test/f1 > 0.6 and metrics.`system/cpu usage` = 3" }))).toEqual(
      ["c"],
    );

    const client = await admin<{ runs: { info: { run_name: string } }[] }>("POST", `${mlflow}/runs/search`, {
      experiment_ids: ["2"],
      filter: "metrics.f1 > 0.9",
    });
    expect(client.body.runs.map(({ info }) => info.run_name)).toEqual(["d"]);

    const unknown = await find({ experiment: "logged", filter: "metrics.f2 > 1 and params.lr = 3" });
    expect(unknown.body.unknown).toEqual([
      { kind: "metric", name: "f2", lookedAt: null },
      { kind: "param", name: "lr", lookedAt: null },
    ]);
    const wrong = await find({ filter: "metrics.f1 > 1 or metrics.f1 < 0" });
    expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringContaining("Column 16")]);
    expect((await find({ after: "nonsense" })).status).toBe(400);
    expect((await find({ experiment: "no such" })).status).toBe(404);
  });

  test("a table that is sorted by a short name has the metric in one column, marked as the one", async () => {
    const { admin, db } = await startInstance(provider);
    await projectIn({ admin });
    await log(admin, "by split", [{ name: "c", metrics: { train_f1: 1, test_f1: 0.7 } }]);
    const { id } = await db.project.findFirstOrThrow();
    const table = await loadRunTable(
      db,
      id,
      { all: true, but: [] },
      { experiment: "by split", sort: "metrics.f1", order: "desc", deleted: false, limit: 10 },
    );
    expect([table.columns, table.sorted]).toEqual([["metrics.test_f1"], "metrics.test_f1"]);
  });

  test("tags, params as text and as numbers, lists and quotes are asked for as MLflow has them", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    await log(admin, "e", [
      { name: "small", params: { lr: "1e-05", opt: "adam" } },
      { name: "large", params: { lr: "10", opt: "sgd and or" } },
      { name: "text", params: { lr: "auto" } },
    ]);
    const found = async (filter: string, more: Record<string, string> = {}) =>
      (
        await admin<Listed>("GET", `${root}/runs?${new URLSearchParams({ filter, order: "asc", ...more })}`)
      ).body.runs.map(({ name }) => name);
    expect(await found("params.lr < 0.001")).toEqual(["small"]);
    expect(await found("params.lr = 10")).toEqual(["large"]);
    expect(await found("params.lr = 'auto'")).toEqual(["text"]);
    expect(await found("params.opt = 'sgd and or'")).toEqual(["large"]);
    expect(await found("params.opt IN ('adam', 'x') and status = running")).toEqual(["small"]);
    expect(await found("params.opt IS NULL")).toEqual(["text"]);
    expect(await found("tags.mlflow.runName ILIKE 'LAR%'")).toEqual(["large"]);
    expect(await found("", { sort: "params.lr" })).toEqual(["small", "large", "text"]);
  });

  test("ILIKE knows the case of A to Z alone, on every database and for every kind of field", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    const names = ["Größe", "GRÖSSE", "GRÖßE", "größe", "I", "ı", "İ"];
    await log(
      admin,
      "e",
      names.map((name) => ({ name, params: { p: name } })),
    );
    const found = async (filter: string) =>
      (await admin<Listed>("GET", `${root}/runs?${new URLSearchParams({ filter })}`)).body.runs
        .map(({ name }) => name)
        .sort();
    for (const field of ["params.p", "tags.mlflow.runName", "attributes.run_name"]) {
      expect(await found(`${field} ILIKE 'gröSSE'`), field).toEqual([]);
      expect(await found(`${field} ILIKE 'größe'`), field).toEqual(["Größe", "größe"]);
      expect(await found(`${field} ILIKE '_rÖ%'`), field).toEqual(["GRÖSSE", "GRÖßE"]);
      expect(await found(`${field} ILIKE 'i'`), field).toEqual(["I"]);
      expect(await found(`${field} LIKE 'gr%'`), field).toEqual(["größe"]);
    }
  });

  test("values too long to be shown whole are offered to no click; cut ones find nothing", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    const [long, longest] = ["🌒".repeat(300), "x".repeat(301)];
    await log(admin, "e", [
      { name: "a", params: { long, longest, short: "1" } },
      { name: "b", params: { long: "b", longest: "b", short: "2" } },
    ]);
    const { fields } = (await admin<{ fields: Field[] }>("GET", `${root}/runs/fields?experiment=e`)).body;
    const valuesOf = (key: string) =>
      fields.find(({ kind, name }) => kind === "param" && name === key)!.values?.map(({ text }) => text);
    expect(valuesOf("longest")).toBeUndefined();
    expect(new Set(valuesOf("long"))).toEqual(new Set([long, "b"]));
    expect(new Set(valuesOf("short"))).toEqual(new Set(["1", "2"]));
  });

  test("pages of a whole project are those of its runs sorted, whatever experiment they are in", async () => {
    const { admin } = await startInstance(provider);
    const root = await projectIn({ admin });
    for (const e of [0, 1, 2])
      await log(
        admin,
        `e${e}`,
        Array.from({ length: 9 }, (_, i) => ({
          name: `r${e}-${i}`,
          ...(i === 8 ? {} : { metrics: { m: i === 7 ? "NaN" : ((i * 7 + e * 3) % 5) / 4 } }),
        })),
      );
    for (const [sort, order] of [
      ["metrics.m", "desc"],
      ["metrics.m", "asc"],
      ["started", "desc"],
      ["name", "asc"],
    ] as const) {
      const page = async (limit: number, after?: string | null) => {
        const query = { sort, order, limit: String(limit), ...(after ? { after } : {}) };
        return (await admin<Listed>("GET", `${root}/runs?${new URLSearchParams(query)}`)).body;
      };
      const all = (await page(100)).runs.map(({ uid }) => uid);
      expect(new Set(all).size).toBe(27);
      const found: string[] = [];
      for (let after: string | null | undefined; after !== null;) {
        const { runs, next, total, matching } = await page(4, after);
        expect([total, matching]).toEqual([27, 27]);
        found.push(...runs.map(({ uid }) => uid));
        after = next;
      }
      expect(found, `${sort} ${order}`).toEqual(all);
    }
    const sorted = (await admin<Listed>("GET", `${root}/runs?sort=metrics.m&limit=100`)).body.runs.map(
      ({ metrics }) => metrics[0]?.value ?? null,
    );
    const numbers = sorted.filter((value) => typeof value === "number");
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(sorted.slice(21)).toEqual(["NaN", "NaN", "NaN", null, null, null]);
  });
});

/** Runs with params of names that no other run has, written straight into the database. */
async function fillNames(db: Db, projectId: string, runs: number, each: number): Promise<void> {
  const experiment = await db.experiment.create({ data: { projectId, number: 9, name: "many names" } });
  await directOf(db).transaction(async (sql) => {
    const text = (values: string[]) => ({ type: "text", values });
    const uids = Array.from({ length: runs }, () => randomUUID().replaceAll("-", ""));
    const start = uids.map((_, i) => 1_700_000_000_000 + i);
    await sql.insert(
      "Run",
      {
        uid: text(uids),
        projectId: text(uids.map(() => projectId)),
        experimentId: { type: "int", values: uids.map(() => experiment.id) },
        name: text(uids.map((uid) => `${uid} `.repeat(100))),
        status: text(uids.map(() => "FINISHED")),
        createdBy: text(uids.map(() => "")),
        startTime: { type: "bigint", values: start },
      },
      "",
    );
    const ids = (
      await sql.all<{ id: number }>(`SELECT "id" FROM "Run" WHERE "experimentId" = $1 ORDER BY "id"`, [
        experiment.id,
      ])
    ).map(({ id }) => id);
    for (const id of ids) {
      const names = Array.from(
        { length: each },
        (_, i) => `run ${id} param ${i} ${i % 100 === 0 ? "x".repeat(8_000) : ""}`,
      );
      await sql.insert(
        "RunParam",
        {
          runId: { type: "int", values: names.map(() => id) },
          key: text(names),
          value: text(names.map((_, i) => (i % 100 === 0 ? "y".repeat(6_000) : String(i)))),
        },
        "",
      );
    }
  });
}

onBothDatabases("what pages of runs read is bounded by the screen", (provider) => {
  test(
    "404,900 names among 200 runs cost a page no more than others, and everybody is answered meanwhile",
    { timeout: 180_000 },
    async () => {
      const { admin, db } = await startInstance(provider);
      const root = await projectIn({ admin });
      const project = await db.project.findFirstOrThrow();
      await fillNames(db, project.id, 200, 2_025);
      expect(await db.runParam.count()).toBe(405_000);

      const table = await loadRunTable(
        db,
        project.id,
        { all: true, but: [] },
        {
          experiment: "many names",
          sort: "started",
          order: "desc",
          deleted: false,
          limit: 200,
        },
      );
      expect(table.runs).toHaveLength(200);
      expect(table.moreNames).toBe(true);
      expect(table.columns.length).toBeLessThanOrEqual(5);
      expect(JSON.stringify(table).length).toBeLessThan(500_000);

      const [list, health] = await Promise.all([
        admin<Listed>("GET", `${root}/runs?experiment=many+names&limit=200`),
        admin("GET", "/api/health"),
      ]);
      expect(health.status).toBe(200);
      expect(list.body.runs[0]!.more).toEqual(["params"]);
      expect(list.text.length).toBeLessThan(2_000_000);

      const uid = list.body.runs[0]!.uid;
      const one = await admin<{ params: Record<string, string>; more: string[] }>(
        "GET",
        `${root}/runs/${uid}`,
      );
      expect(Object.keys(one.body.params)).toHaveLength(200);
      expect(one.body.more).toEqual(["params"]);
      const seen = new Set<string>();
      for (let after: string | null = ""; after !== null;) {
        const page: { body: { items: { key: string }[]; next: string | null } } = await admin(
          "GET",
          `${root}/runs/${uid}/params?${new URLSearchParams({ limit: "1000", ...(after ? { after } : {}) })}`,
        );
        page.body.items.forEach(({ key }) => seen.add(key));
        after = page.body.next;
      }
      expect(seen.size).toBe(2_025);

      const [id] = [...seen][0]!.match(/\d+/)!;
      const fields = await admin<{ fields: Field[]; more: boolean }>(
        "GET",
        `${root}/runs/fields?experiment=many+names&search=${encodeURIComponent(`run ${id} param 2024`)}`,
      );
      expect(fields.body.fields.map(({ name }) => name.trim())).toEqual([`run ${id} param 2024`]);
      expect(fields.body.more).toBe(true);
    },
  );
});
