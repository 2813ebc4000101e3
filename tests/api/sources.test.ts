import { expect, test } from "vitest";
import { onBothDatabases, onPostgres } from "../fresh-db";
import { projectIn, startInstance } from "../instance";
import { postgresSource, refreshed, rowsIn, webSource, withPrivateTargets } from "../source-servers";

type Problem = { detail: string };
type Shown = { hasSecret: boolean; place: string };

onBothDatabases("a source at a web address", (provider) => {
  test("makes a version, then none while nothing changed, then one that says what did", async () => {
    let content = "id,word\n1,a\n2,b\n";
    const { url, asked } = await webSource((request, response) => {
      const etag = `"${content.length}"`;
      if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(content);
    });
    const instance = await startInstance(provider, withPrivateTargets);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const source = { dataset: "words", kind: "url", config: { url: `${url}/words.csv` }, key: ["id"] };
    const made = await admin<Shown>("POST", `${root}/sources`, source);
    expect([made.status, made.body.place, made.body.hasSecret]).toEqual([201, `${url}/words.csv`, false]);
    expect((await admin<{ datasets: [] }>("GET", `${root}/datasets`)).body.datasets).toEqual([]);

    const first = await refreshed(admin, root, "words");
    expect([first.job.status, first.job.error]).toEqual(["FINISHED", null]);
    expect(first.found).toMatchObject({ outcome: "changed", number: 1, rows: 2, changes: null });
    expect((await rowsIn(admin, root, "words", 1)).rows).toEqual([
      { id: 1, word: "a" },
      { id: 2, word: "b" },
    ]);
    const again = await refreshed(admin, root, "words");
    expect(again.found).toMatchObject({
      outcome: "unchanged",
      number: 1,
      error: "not modified",
      resultHash: null,
    });
    expect(asked.at(-1)!.headers["if-none-match"]).toBe('"16"');

    content = "id,word\n2,B\n3,c\n4,d\n";
    const third = await refreshed(admin, root, "words");
    expect(third.found).toMatchObject({
      outcome: "changed",
      number: 2,
      changes: { before: 2, after: 3, key: ["id"], added: 2, removed: 1, changed: 1 },
    });
    expect(third.found.changes!.columns).toMatchObject({ changed: [{ name: "word", rows: 1 }] });
    const versions = await db.datasetVersion.findMany({ orderBy: { number: "asc" } });
    expect(versions.map(({ origin, source }) => [origin, source])).toEqual(
      Array.from({ length: 2 }, () => ["source", `Web address: ${url}/words.csv`]),
    );
    const edges = await db.lineageEdge.findMany({ where: { toId: versions[1]!.id } });
    expect(edges).toMatchObject([{ fromKind: "source", how: `sent SHA-256 ${third.found.resultHash}` }]);
  });

  test("the same rows in another order or in other bytes make no version", async () => {
    const contents = ["id,x\n1,5\n2,6\n", "id,x\r\n1,5\r\n2,6\r\n", "id,x\n2,6\n1,5\n"];
    const { url } = await webSource((_request, response) => response.end(contents.shift()));
    const instance = await startInstance(provider, withPrivateTargets);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/sources`, {
      dataset: "d",
      kind: "url",
      config: { url: `${url}/d.csv` },
    });
    const found = [];
    for (let i = 0; i < 3; i++) found.push((await refreshed(instance.admin, root, "d")).found);
    expect(found.map(({ outcome, error, number }) => [outcome, error, number])).toEqual([
      ["changed", null, 1],
      ["unchanged", "same rows", 1],
      ["unchanged", "other order", 1],
    ]);
    expect(await instance.db.datasetVersion.count()).toBe(1);
  });

  test("tells in a sentence what the other side said, and keeps it in the source's history", async () => {
    let status = 404;
    const { url } = await webSource((_request, response) => response.writeHead(status).end("x"));
    const host = new URL(url).host;
    const instance = await startInstance(provider, withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    await admin("POST", `${root}/sources`, { dataset: "d", kind: "url", config: { url: `${url}/d.csv` } });
    expect((await refreshed(admin, root, "d")).found).toMatchObject({
      outcome: "failed",
      error: `${host} has nothing at this address (404).`,
    });
    status = 403;
    expect((await refreshed(admin, root, "d")).job.error).toBe(
      `${host} does not let this source in (403). Look at how it signs in.`,
    );
    await admin("PATCH", `${root}/datasets/d/source`, { config: { url: "http://127.0.0.1:9/d.csv" } });
    expect((await refreshed(admin, root, "d")).job.error).toBe(
      "127.0.0.1:9 cannot be reached: refused the connection: nothing listens there.",
    );
  });
});

onBothDatabases("a source that may not reach private networks", (provider) => {
  test("dials none, whether named by address, by name or as a database", async () => {
    const { url, asked } = await webSource((_request, response) => response.end("id\n1\n"));
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const { admin } = instance;
    const port = Number(new URL(url).port);
    const database = { port, database: "d", user: "u", tls: "off", query: "SELECT 1 AS a" };
    const places: [string, object][] = [
      ["url", { url: `https://127.0.0.1:${port}/d.csv` }],
      ["url", { url: `https://[::1]:${port}/d.csv` }],
      ["url", { url: `https://localhost:${port}/d.csv` }],
      ["url", { url: "https://169.254.169.254/latest/meta-data" }],
      ["postgresql", { ...database, host: "127.0.0.1" }],
      ["postgresql", { ...database, host: "::ffff:127.0.0.1" }],
      ["postgresql", { ...database, host: "localhost" }],
      ["postgresql", { ...database, host: "10.0.0.1" }],
    ];
    for (const [kind, config] of places) {
      const { status, body } = await admin<Problem>("POST", `${root}/sources/test`, {
        dataset: "d",
        kind,
        config,
      });
      expect([status, body.detail], JSON.stringify(config)).toEqual([
        400,
        expect.stringContaining("inside a private network"),
      ]);
    }
    const plain = { dataset: "d", kind: "url", config: { url } };
    expect((await admin<Problem>("POST", `${root}/sources/test`, plain)).body.detail).toContain(
      "begins with https://",
    );
    await admin("POST", `${root}/sources`, {
      dataset: "d",
      kind: "postgresql",
      config: { ...database, host: "127.0.0.1" },
    });
    expect((await refreshed(admin, root, "d")).job.error).toContain("inside a private network");
    expect(asked).toEqual([]);
  });
});

onPostgres("a source in PostgreSQL", () => {
  test("is tried before it is kept: a hundred rows at most, with their types", async () => {
    const { config, secret, sql } = await postgresSource();
    await sql("CREATE TABLE t AS SELECT i AS id, i / 4.0 AS quarter FROM generate_series(1, 250) i");
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const trial = { dataset: "d", kind: "postgresql", config: config("SELECT * FROM t ORDER BY id"), secret };
    type Tried = { columns: { name: string; type: string }[]; rows: { id: number }[]; more: boolean };
    const { status, body } = await instance.admin<Tried>("POST", `${root}/sources/test`, trial);
    expect(status).toBe(200);
    expect([body.rows.length, body.rows.at(-1), body.more]).toEqual([100, { id: 100, quarter: 25 }, true]);
    expect(body.columns.map(({ type }) => type)).toEqual(["integer", "number"]);
    expect([await instance.db.source.count(), await instance.db.dataset.count()]).toEqual([0, 0]);
    const wrong = await instance.admin<Problem>("POST", `${root}/sources/test`, {
      ...trial,
      secret: { password: "another" },
    });
    expect([wrong.status, wrong.body.detail]).toEqual([
      400,
      expect.stringMatching(/^PostgreSQL at 127.0.0.1:\d+ refused: password authentication failed for user/),
    ]);
  });

  test("is read to the last digit: what a number cannot keep is text, and the version says so", async () => {
    const { config, secret, sql } = await postgresSource();
    await sql(`CREATE TABLE t (
      small int, big int8, money numeric(30,10), price numeric, ratio float8, yes bool, day date,
      at timestamp,
      instant timestamptz, tags text[], doc jsonb, raw bytea, code varchar, stamp uuid, span interval)`);
    await sql(`INSERT INTO t VALUES
      (1, 9007199254740993, 12345678901234567890.0123456789, 19.90, 0.1, true, '2020-02-29',
       '2020-01-01 01:02:03.123456',
       '2020-01-01 00:00:00+05:30', '{a,"b,c",NULL}', '{"n": 12345678901234567890}', '\\x00ff', '007',
       '6ecd8c99-4036-403d-bf84-cf8400f67836', '1 day 2 hours'),
      (NULL, NULL, NULL, NULL, 'NaN', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL),
      (-3, 5, 1, 0.5, '-Infinity', false, '1969-12-31',
       '1969-12-31 23:59:59.999999', '1970-01-01 00:00:00Z', '{}',
       '[]', '\\x', 'line
end, "quoted"', NULL, '-1 month')`);
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    const query = "SELECT * FROM t ORDER BY small DESC NULLS LAST; -- all";
    const source = { dataset: "exact", kind: "postgresql", config: config(query), secret };
    expect((await admin("POST", `${root}/sources`, source)).status).toBe(201);
    const { job, found } = await refreshed(admin, root, "exact");
    expect([job.status, job.error]).toEqual(["FINISHED", null]);
    expect(found.query).toBe(query);
    const { rows, types } = await rowsIn(admin, root, "exact", 1);
    expect(types).toEqual({
      small: "integer",
      big: "text",
      money: "text",
      price: "number",
      ratio: "number",
      yes: "boolean",
      day: "date",
      at: "date",
      instant: "date",
      tags: "text",
      doc: "text",
      raw: "text",
      code: "text",
      stamp: "text",
      span: "text",
    });
    expect(rows[0]).toMatchObject({
      small: 1,
      big: "9007199254740993",
      money: "12345678901234567890.0123456789",
      price: 19.9,
      ratio: 0.1,
      yes: true,
      tags: '{a,"b,c",NULL}',
      doc: '{"n": 12345678901234567890}',
      raw: "\\x00ff",
      code: "007",
      span: "P1DT2H",
    });
    expect(rows[1]).toMatchObject({
      small: -3,
      big: "5",
      price: 0.5,
      ratio: null,
      code: 'line\nend, "quoted"',
    });
    expect(rows[2]).toMatchObject({ small: null, code: "", ratio: null, day: null });
    const day = (text: string) => new Date(text).getTime();
    expect([rows[0]!.day, rows[0]!.instant].map((at) => new Date(at as string).getTime())).toEqual([
      day("2020-02-29T00:00:00Z"),
      day("2019-12-31T18:30:00Z"),
    ]);
    const version = await instance.db.datasetVersion.findFirstOrThrow();
    expect(version.importNote).toContain('"column":"big"');
    expect(version.importNote).toContain('"notFinite":2');
  });

  test("says by key which rows are new, changed and gone, and which columns came and went", async () => {
    const { config, secret, sql } = await postgresSource();
    await sql("CREATE TABLE t AS SELECT i AS id, 'w' || i AS word, 1 AS old FROM generate_series(1, 1000) i");
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const source = {
      dataset: "t",
      kind: "postgresql",
      config: config("SELECT * FROM t"),
      secret,
      key: ["id"],
    };
    await instance.admin("POST", `${root}/sources`, source);
    expect((await refreshed(instance.admin, root, "t")).found).toMatchObject({
      outcome: "changed",
      rows: 1000,
    });
    expect((await refreshed(instance.admin, root, "t")).found).toMatchObject({ outcome: "unchanged" });
    await sql("DELETE FROM t WHERE id <= 3");
    await sql("UPDATE t SET word = 'other' WHERE id BETWEEN 10 AND 14");
    await sql("INSERT INTO t VALUES (1001, 'new', 1), (1002, 'new', 1)");
    await sql("ALTER TABLE t DROP COLUMN old, ADD COLUMN moid float8");
    const { found, job } = await refreshed(instance.admin, root, "t");
    expect(found.changes).toEqual({
      before: 1000,
      after: 999,
      key: ["id"],
      keyProblem: null,
      added: 2,
      removed: 3,
      changed: 5,
      columns: {
        added: ["moid"],
        removed: ["old"],
        retyped: [],
        changed: [{ name: "word", rows: 5 }],
        drifted: [],
      },
    });
    expect(JSON.parse(job.report!)).toMatchObject({ dataset: "t", version: 2, rows: 999 });
  });

  test("only reads: what writes, or is more than one statement, is refused and changes nothing", async () => {
    const { config, secret, sql, db } = await postgresSource();
    await sql("CREATE TABLE t AS SELECT 1 AS id");
    await sql("CREATE FUNCTION sneak() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (2) RETURNING id'");
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const ask = async (query: string) => {
      const trial = { dataset: "d", kind: "postgresql", config: config(query), secret };
      const { status, body } = await instance.admin<Problem>("POST", `${root}/sources/test`, trial);
      return [status, body.detail];
    };
    for (const query of [
      "INSERT INTO t VALUES (3) RETURNING id",
      "WITH x AS (DELETE FROM t RETURNING id) SELECT * FROM x",
      "SELECT 1 AS id; DROP TABLE t",
      "SELECT 1 AS id; COMMIT; DROP TABLE t; BEGIN",
      "SELECT sneak() AS id",
      "SELECT set_config('transaction_read_only', 'off', true), sneak()",
    ])
      expect(await ask(query), query).toEqual([400, expect.any(String)]);
    expect(await ask("SELECT 1 AS a, 2 AS A")).toEqual([
      400,
      "The query answers two columns called a. Give one of them another name by AS.",
    ]);
    expect((await db.query("SELECT id FROM t")).rows).toEqual([{ id: 1 }]);
  });

  test("that takes longer than its seconds is stopped, in the database too", async () => {
    const { config, secret, db } = await postgresSource();
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const slow = { ...config("SELECT pg_sleep(60)::text AS nap"), seconds: 1 };
    const trial = { dataset: "d", kind: "postgresql", config: slow, secret };
    const { status, body } = await instance.admin<Problem>("POST", `${root}/sources/test`, trial);
    expect([status, body.detail]).toEqual([504, "The query took longer than 1 s and was stopped."]);
    const { rows } = await db.query(
      `SELECT 1 FROM pg_stat_activity
      WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'`,
    );
    expect(rows).toEqual([]);
  });
});
