import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectIn, startInstance } from "../instance";
import { hasMariadb, startMariadb } from "../mariadb";
import { canary, refreshed, rowsIn, webSource, withPrivateTargets } from "../source-servers";

type Problem = { detail: string };

describe.skipIf(!hasMariadb)("a source in MariaDB", () => {
  let mariadb: Awaited<ReturnType<typeof startMariadb>>;
  beforeAll(async () => {
    mariadb = await startMariadb(canary);
  });
  afterAll(() => mariadb.stop());
  const secret = { password: canary };
  const config = (query: string) => {
    const { port } = mariadb;
    return { host: "127.0.0.1", port, database: "test", user: "test", tls: "off", query };
  };

  test("is read to the last digit, text told from bytes, and anew with what changed", async () => {
    await mariadb.sql(`CREATE TABLE t (id INT PRIMARY KEY, big BIGINT UNSIGNED, money DECIMAL(30,10),
      price DECIMAL(6,2),
      ratio DOUBLE, yes TINYINT(1), day DATE, at DATETIME(6), instant TIMESTAMP(6) NULL, word VARCHAR(50),
      raw VARBINARY(9),
      flags BIT(9), doc JSON, kind ENUM('a', 'b'), hour TIME)`);
    await mariadb.sql(`INSERT INTO t VALUES (1, 18446744073709551615, 12345678901234567890.0123456789,
      19.90, 0.1, 1,
      '2020-02-29', '2020-01-01 01:02:03.123456', '2020-01-01 00:00:00',
      'ñ, "q"\nline', X'00ff', b'100000001',
      '{"n": 12345678901234567890}', 'b', '-10:00:00'),
      (2, 5, 1, 0.5, 1e300, 0, NULL, NULL, NULL, '', '', NULL, NULL, NULL, NULL)`);
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    const source = {
      dataset: "m",
      kind: "mysql",
      config: config("SELECT * FROM t ORDER BY id"),
      secret,
      key: ["id"],
    };
    expect((await admin("POST", `${root}/sources`, source)).status).toBe(201);
    const { job } = await refreshed(admin, root, "m");
    expect([job.status, job.error]).toEqual(["FINISHED", null]);
    const { rows, types } = await rowsIn(admin, root, "m", 1);
    expect(rows[0]).toMatchObject({
      id: 1,
      big: "18446744073709551615",
      money: "12345678901234567890.0123456789",
      price: 19.9,
      ratio: 0.1,
      yes: 1,
      word: 'ñ, "q"\nline',
      raw: "0x00ff",
      flags: "0x0101",
      doc: '{"n": 12345678901234567890}',
      kind: "b",
      hour: "-10:00:00",
    });
    expect(rows[1]).toMatchObject({ ratio: 1e300, day: null, word: "", raw: "0x" });
    expect([types.day, types.at, types.instant, types.price]).toEqual(["date", "date", "date", "number"]);

    await mariadb.sql("UPDATE t SET price = 20 WHERE id = 1");
    await mariadb.sql("INSERT INTO t (id) VALUES (3)");
    const { found } = await refreshed(admin, root, "m");
    expect(found.changes).toMatchObject({ added: 1, removed: 0, changed: 1 });
  });

  test("only reads, in time, and says what the server said", async () => {
    await mariadb.sql("CREATE TABLE u (id INT)");
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const ask = async (settings: object, sent: object | undefined = secret) => {
      const trial = { dataset: "d", kind: "mysql", config: settings, ...(sent ? { secret: sent } : {}) };
      return (await instance.admin<Problem>("POST", `${root}/sources/test`, trial)).body.detail;
    };
    for (const query of [
      "INSERT INTO u VALUES (1) RETURNING id",
      "CREATE TABLE w (id INT)",
      "DROP TABLE u",
      "SELECT 1 AS a; DROP TABLE u",
      "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE u",
    ])
      expect(await ask(config(query)), query).toMatch(
        /^(The query writes; a source only reads|MySQL at .* refused)/,
      );
    expect(await ask({ ...config("SELECT SLEEP(30) AS nap"), seconds: 1 })).toBe(
      "The query took longer than 1 s and was stopped.",
    );
    expect(await ask(config("SELECT 1 AS a"), { password: "wrong" })).toMatch(
      /refused: Access denied for user/,
    );
    expect(await ask({ ...config("SELECT 1 AS a"), tls: "verify" })).toMatch(
      /broke off: Server does not support/,
    );
    expect(await mariadb.rows("SELECT * FROM u")).toEqual([]);
  });
});

test("JPL's catalogue is a source: page by page, with its own types", async () => {
  const { url, asked } = await webSource((request, response) => {
    const query = new URL(request.url!, "http://jpl").searchParams;
    const from = Number(query.get("limit-from"));
    const data = Array.from({ length: Math.min(Number(query.get("limit")), 2_500 - from) }, (_, i) => [
      String(from + i),
      "20.16",
      i % 2 === 0 ? "Y" : "N",
    ]);
    response.end(JSON.stringify({ fields: ["spkid", "H", "pha"], data, count: "2500" }));
  });
  process.env.PERIHELION_JPL_URL = url; // the worker of the instance inherits it
  try {
    const instance = await startInstance("sqlite", { workers: 1 });
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/sources`, {
      dataset: "j",
      kind: "jpl",
      config: {},
      key: ["spkid"],
    });
    expect((await refreshed(instance.admin, root, "j")).found).toMatchObject({
      outcome: "changed",
      rows: 2_500,
    });
    const { rows, types } = await rowsIn(instance.admin, root, "j", 1);
    expect([types, rows[1]]).toEqual([
      { spkid: "text", H: "number", pha: "boolean" },
      { spkid: "1", H: 20.16, pha: false },
    ]);
    expect(asked.map(({ url: path }) => new URL(path!, url).searchParams.get("limit-from"))).toEqual([
      "0",
      "2000",
    ]);
  } finally {
    delete process.env.PERIHELION_JPL_URL;
  }
});

test("an S3 object is fetched by a signed request, and not again while it is the same", async () => {
  const { url, asked } = await webSource((request, response) => {
    if (!isSigned(request.headers, request.url!)) return void response.writeHead(403).end();
    if (request.headers["if-none-match"] === '"e1"') return void response.writeHead(304).end();
    response.writeHead(200, { etag: '"e1"' }).end("id\n1\n");
  });
  const instance = await startInstance("sqlite", withPrivateTargets);
  const root = await projectIn(instance);
  const { admin } = instance;
  const config = { endpoint: url, region: "eu-west-1", bucket: "neo", key: "a b/(1).csv", accessKey: "AK" };
  const source = { dataset: "o", kind: "s3", config, secret: { secretKey: canary } };
  await admin("POST", `${root}/sources`, source);
  expect((await refreshed(admin, root, "o")).found).toMatchObject({ outcome: "changed", rows: 1 });
  expect((await refreshed(admin, root, "o")).found).toMatchObject({
    outcome: "unchanged",
    error: "not modified",
  });
  expect(asked[0]!.url).toBe("/neo/a%20b/%281%29.csv");
  const wrong = { ...source, secret: { secretKey: "another" } };
  const refused = await admin<Problem>("POST", `${root}/sources/test`, wrong);
  expect(refused.body.detail).toContain("does not let this source in (403)");
});

/** A check of its own of a request's signature, by the words of AWS's documentation. */
function isSigned(headers: Record<string, string | string[] | undefined>, path: string): boolean {
  const [, scope, names, signature] =
    /Credential=AK\/([^,]+),SignedHeaders=([^,]+),Signature=(\w+)/.exec(String(headers.authorization)) ?? [];
  if (!scope || !names) return false;
  const lines = names.split(";").map((name) => `${name}:${String(headers[name])}\n`);
  const body = String(headers["x-amz-content-sha256"]);
  const request = ["GET", path, "", lines.join(""), names, body].join("\n");
  const hash = createHash("sha256").update(request).digest("hex");
  const sign = (key: string | Buffer, part: string) => createHmac("sha256", key).update(part).digest();
  const key = scope.split("/").reduce<string | Buffer>(sign, `AWS4${canary}`);
  const text = ["AWS4-HMAC-SHA256", String(headers["x-amz-date"]), scope, hash].join("\n");
  return createHmac("sha256", key).update(text).digest("hex") === signature;
}
