import { expect, test } from "vitest";
import { onPostgres } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance } from "../instance";
import { canary, postgresSource, refreshed, rowsIn, webSource, withPrivateTargets } from "../source-servers";

onPostgres("a refresh", () => {
  test("is one at a time: of many who ask at once one begins it, and the others hear why not", async () => {
    const instance = await startInstance("postgresql", { env: withPrivateTargets.env });
    const root = await projectIn(instance);
    const { admin, db } = instance;
    await admin("POST", `${root}/sources`, {
      dataset: "d",
      kind: "url",
      config: { url: "https://example.com/d.csv" },
    });
    const ask = () => admin("POST", `${root}/datasets/d/source/refresh`);
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      202,
      ...Array.from({ length: 7 }, () => 409),
    ]);
    expect(await db.job.count()).toBe(1);
  });

  test("that is stopped ends its query in the database too, and makes no version", async () => {
    const { config, secret, db: database } = await postgresSource();
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    const nap = config("SELECT pg_sleep(600)::text AS nap");
    await admin("POST", `${root}/sources`, { dataset: "d", kind: "postgresql", config: nap, secret });
    const { body } = await admin<{ job: string }>("POST", `${root}/datasets/d/source/refresh`);
    const asleep = async () =>
      (
        await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
            AND application_name = 'perihelion' AND state = 'active'`,
        )
      ).rows.length;
    await eventually(asleep, { for: "the query to run", until: (count) => count === 1 });
    await admin("POST", `${root}/jobs/${body.job}/cancel`);
    const status = async () =>
      (await admin<{ status: string }>("GET", `${root}/jobs/${body.job}`)).body.status;
    await eventually(status, { for: "the job to be stopped", until: (now) => now === "KILLED" });
    await eventually(asleep, { for: "the query to end", until: (count) => count === 0 });
    expect(await instance.db.datasetVersion.count()).toBe(0);
    expect(await instance.db.sourceRefresh.count()).toBe(0);
  });

  test("of a file is read as the last file of the dataset was asked to be read", async () => {
    const { url } = await webSource((_request, response) =>
      response.end('{"a": [{"id": 1}], "b": [{"id": 2}, {"id": 3}]}'),
    );
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    const options = JSON.stringify({ format: "json", path: "/b" });
    const file = formOf("d.json", '{"a": [{"id": 8}], "b": [{"id": 9}]}', { name: "d", options });
    expect((await admin("POST", `${root}/datasets`, file)).status).toBe(201);
    await admin("POST", `${root}/sources`, { dataset: "d", kind: "url", config: { url: `${url}/d.json` } });
    expect((await refreshed(admin, root, "d")).found).toMatchObject({
      outcome: "changed",
      number: 2,
      error: null,
    });
    expect((await rowsIn(admin, root, "d", 2)).rows).toEqual([{ id: 2 }, { id: 3 }]);
  });

  test("of a large file is tried by its start, with the token that it signs in with", async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i},word ${i}`).join("\n");
    const { url, asked } = await webSource((request, response) => {
      if (request.headers.authorization !== `Bearer ${canary}`) response.writeHead(401).end();
      else response.end(`id,word\n${lines}\n`);
    });
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const config = { url: `${url}/d.csv`, sign: "bearer" };
    const trial = { dataset: "d", kind: "url", config, secret: { token: canary } };
    type Tried = { rows: { id: number; word: string }[]; more: boolean };
    const { body } = await instance.admin<Tried>("POST", `${root}/sources/test`, trial);
    expect([body.rows.length, body.rows.at(-1), body.more]).toEqual([100, { id: 99, word: "word 99" }, true]);
    const wrong = { ...trial, secret: { token: "another" } };
    const refused = await instance.admin<{ detail: string }>("POST", `${root}/sources/test`, wrong);
    expect(refused.body.detail).toContain("does not let this source in (401)");
    expect(asked).toHaveLength(2);
  });
});
