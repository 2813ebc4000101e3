import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { rowsOf } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { processEngine } from "@/server/data-process";
import { onBothDatabases } from "../fresh-db";
import { eventually } from "../eventually";
import { formOf, projectIn, startInstance, type Client } from "../instance";

type Problem = { detail: string };
type Instance = Awaited<ReturnType<typeof startInstance>>;

/** A query that takes far longer than anybody waits. */
const endless = "select count(*) from range(1000000000) a, range(1000000) b where a.range * b.range % 7 = 3";

async function ask(
  { url, adminToken }: Instance,
  root: string,
  sql: string,
  { signal, token = adminToken }: { signal?: AbortSignal; token?: string } = {},
) {
  return fetch(`${url}${root}/sql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ sql }),
    ...(signal ? { signal } : {}),
  });
}

async function rowsIn(instance: Instance, root: string) {
  const started = performance.now();
  const { status } = await instance.admin("GET", `${root}/datasets/data/versions/1/rows`);
  return { status, milliseconds: performance.now() - started };
}

const upload = (client: Client, root: string, content: string, name = "data.csv") =>
  client("POST", `${root}/datasets`, formOf(name, content));

test("queries whose askers have gone hold nobody up, and end", async () => {
  const instance = await startInstance("sqlite");
  const [busy, quiet] = [await projectIn(instance, "busy"), await projectIn(instance, "quiet")];
  await upload(instance.admin, quiet, "a\n1\n2\n");
  const people = await Promise.all(
    Array.from({ length: 8 }, (_, i) => instance.person(`p${i}`, { slug: "busy", role: "VIEWER" })),
  );
  const leaving = new AbortController();
  const asked = people.map((person) =>
    ask(instance, busy, endless, { signal: leaving.signal, token: person.token }).catch(() => null),
  );
  await eventually(async () => instance.engine.count().running >= 2);
  expect((await rowsIn(instance, quiet)).status).toBe(200);
  leaving.abort();
  await Promise.all(asked);
  await eventually(async () => instance.engine.count().running === 0);
  expect(instance.engine.count()).toEqual({ running: 0, waiting: 0 });
});

test("a person has one heavy request at a time, and hears when too many wait", async () => {
  const instance = await startInstance("sqlite");
  const root = await projectIn(instance);
  const leaving = new AbortController();
  const most = limits.heavyLane.waitingOfPerson;
  const asked = Array.from({ length: most + 1 }, () =>
    ask(instance, root, endless, { signal: leaving.signal }).catch(() => null),
  );
  await eventually(async () => instance.engine.count().waiting === most);
  expect(instance.engine.count().running).toBe(1);
  const refused = await ask(instance, root, endless);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(((await refused.json()) as Problem).detail).toContain(`${most} of your requests wait already`);
  leaving.abort();
  await Promise.all(asked);
});

test("a data process that is killed while it rests is replaced, and the next request answered", async () => {
  const instance = await startInstance("sqlite");
  const root = await projectIn(instance);
  await upload(instance.admin, root, "a\n1\n2\n");
  for (let round = 0; round < 5; round++) {
    for (const pid of instance.engine.pids()) process.kill(pid, "SIGKILL");
    expect((await rowsIn(instance, root)).status).toBe(200); // asked at once, before anybody has noticed
  }
});

/** Ends a process at once; one that has ended by itself meanwhile is no fault. */
function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

test("a data process that is killed at work gives a clear error, and its place is free again", async () => {
  const instance = await startInstance("sqlite");
  const root = await projectIn(instance);
  for (let round = 0; round < limits.heavyLane.slots + 1; round++) {
    const answer = ask(instance, root, endless);
    const answered = answer.then(
      () => true,
      () => true,
    );
    // One killed in the moment in which it goes on in the other lane runs there: it is killed as well.
    await eventually(async () => {
      for (const pid of instance.engine.working()) killHard(pid);
      return Promise.race([answered, new Promise<false>((resolve) => setImmediate(() => resolve(false)))]);
    });
    const response = await answer;
    expect(response.status).toBe(503);
    expect(((await response.json()) as Problem).detail).toContain("ended before it was done");
  }
  expect(instance.engine.count()).toEqual({ running: 0, waiting: 0 });
});

test("two requests that spill at once both answer, each in its own folder, empty afterwards", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-spill-"));
  const engine = processEngine(folder, { memory: "64MB" });
  onTestFinished(() => {
    engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const sorting =
    "select sum(n * (i % 1000)) as s " +
    "from (select i, row_number() over (order by sha256(i::varchar)) as n from range(1500000) t(i)) " +
    "where n > 10";
  const ask = (personId: string) =>
    engine.run(
      "query",
      { sql: sorting, tables: [], limit: 10 },
      { asker: { projectId: "p", personId }, signal: new AbortController().signal, timeout: 120_000 },
    );
  // A folder may go away while it is read: what lay in it is gone then.
  const spilled = (): string[] => {
    try {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
      return files.filter((file) => /spill-.*[/].+/.test(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  };
  const places = new Set<string>();
  const answers = Promise.all([ask("ana"), ask("ben")]);
  let done = false;
  void answers.finally(() => (done = true)).catch(() => undefined);
  while (!done) {
    for (const file of spilled()) places.add(file.split("/")[1]!);
    await new Promise(setImmediate);
  }
  const [a, b] = (await answers).map(({ frame }) => rowsOf(frame));
  expect(a).toEqual(b);
  expect(places.size).toBeGreaterThanOrEqual(2);
  await eventually(async () => spilled().length === 0);
});

onBothDatabases("a query", (provider) => {
  test("learns nothing of the machine, of other projects or of how the engine is set up", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await upload(instance.admin, root, "a\n1\n2\n");
    const table = "dataset('data')";
    const asked = [
      "select * from duckdb_settings()",
      "select current_setting('temp_directory')",
      "select current_setting('allowed_paths')",
      "select * from duckdb_temporary_files()",
      "select * from duckdb_views()",
      "select * from duckdb_views",
      "select sql from sqlite_master",
      "select * from information_schema.tables",
      "select * from pg_catalog.pg_tables",
      "select * from pragma_database_list",
      "select * from pragma_show('x')",
      "pragma database_list",
      "show all tables",
      "select * from (show tables)",
      "explain select 1",
      "call duckdb_settings()",
      "select * from glob('*')",
      "select * from glob('/**')",
      "select * from read_text('*')",
      "select * from read_blob('spill-0-1/*')",
      "select * from read_parquet('file-1')",
      "select * from parquet_metadata('file-1')",
      "select * from read_csv('/proc/self/environ')",
      "from 'file-1'",
      "select * from 'spill-0-1/x.parquet'",
      "select * from query('select * from duckdb_settings()')",
      "select * from query_table('duckdb_settings')",
      "select * from sniff_csv('/etc/passwd')",
      "select * from json_execute_serialized_sql('x')",
      `with t as (select * from ${table}) select * from t, read_text('/etc/passwd')`,
      `select (select value from duckdb_settings() limit 1) from ${table}`,
      `select * from ${table} where exists (from duckdb_settings())`,
      `select * from ${table} union all select 1 from duckdb_settings()`,
      `pivot (select name, value from duckdb_settings()) on name using first(value)`,
      `select filename from ${table}`,
      `select * from ${table} where a = error('x') or a = (select count(*) from read_text('*'))`,
      `select list_transform([1], x -> current_setting('temp_directory'))`,
      `copy ${table} to 'x.csv'`,
      "with sqlite_master as (select * from sqlite_master) select * from sqlite_master",
      "with recursive sqlite_master as (from sqlite_master union all select '') from sqlite_master",
      "select * from (with duckdb_views as (select 1) from duckdb_views) a, duckdb_views b",
      "with a as (with duckdb_views as (select 1) from duckdb_views) select * from a, duckdb_views",
      "with a as (from duckdb_views), duckdb_views as (select 1) select * from a",
      "select (with pg_tables as (select 1) select 1), * from pg_tables",
      "(with duckdb_views as (select 1) from duckdb_views) union all select 1 from duckdb_views",
      "select * from 'file-1', (with \"file-1\" as (select 1) select 1)",
    ];
    for (const sql of asked) {
      const response = await ask(instance, root, sql);
      const text = await response.text();
      expect([400, 404], `${sql}: ${text}`).toContain(response.status);
      expect(text, sql).not.toMatch(/scratch|processes|blobs|perihelion-instance|\/tmp|\/root|file-1\b.*\//);
    }
  });

  test("may name its parts, join, unnest, pivot and make rows", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await upload(instance.admin, root, "a,b\n1,x\n2,y\n");
    for (const sql of [
      "with t as (select * from dataset('data')), u(n) as (from range(3)) select * from t join u on n = a",
      "with recursive r as (select 1 as i union all select i + 1 from r where i < 5) select * from r",
      "select unnest([1, 2])",
      "select 1; -- note",
      "select a from dataset('data') -- not dataset('gone')\n; /* nor dataset('this') */",
      "with a as (select 1), b as (from a) select * from (with c as (from b) from c union all from a), a",
      "with a as (from dataset('data')) select * from a where a in (with b as (from a) select a from b)",
      "with recursive a as (with b as (select 1 x) from b union all select x + 1 from a where x < 3) from a",
      "from dataset('data') select a",
      "values (1), (2)",
      "select * from (pivot dataset('data') on b in ('x', 'y') using sum(a))",
      "summarize dataset('data')",
      "describe select 1",
      "select * from generate_series(1, 3), dataset('data') as d;",
      "select a, row_number() over (partition by b) from dataset('data@v1') -- said",
    ]) {
      const response = await ask(instance, root, sql);
      expect(response.status, `${sql}: ${await response.text()}`).toBe(200);
    }
  });
});

test("of a foreign upload that is being read, a query in a loop sees no row", async () => {
  const instance = await startInstance("sqlite");
  const [mine, theirs] = [await projectIn(instance, "mine"), await projectIn(instance, "theirs")];
  const thief = await instance.person("Ana", { slug: "mine", role: "VIEWER" });
  const secret = Array.from({ length: 200_000 }, (_, i) => `${i},secret-${i * 7}`).join("\n");
  let done = false;
  const importing = upload(instance.admin, theirs, `id,word\n${secret}\n`).finally(() => (done = true));
  const scratch = path.join(instance.folder, "scratch");
  let tries = 0;
  while (!done) {
    for (const place of [
      `${scratch}/**`,
      `${scratch}/out/*`,
      `${scratch}/processes/*/*`,
      "../*/*",
      "../../out/*",
    ]) {
      const response = await ask(instance, mine, `select * from read_parquet('${place}') limit 1`, {
        token: thief.token,
      });
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain("secret-");
      tries += 1;
    }
  }
  expect((await importing).status).toBe(201);
  expect(tries).toBeGreaterThan(0);
});

test("an import that looked small and was not is read again, from its start", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-misjudged-"));
  const engine = processEngine(folder, { smallMilliseconds: 250 });
  onTestFinished(() => {
    engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = path.join(folder, "data.csv");
  writeFileSync(file, `a,b\n${Array.from({ length: 400_000 }, (_, i) => `${i},word ${i}`).join("\n")}\n`);
  const input = { file, bytes: 1_000, format: "csv" as const, out: engine.scratch() };
  writeFileSync(input.out, "half written"); // as a process leaves it that is stopped
  const { rows } = await engine.run("import", input, {
    asker: { projectId: "p", personId: "ana" },
    signal: new AbortController().signal,
    timeout: 120_000,
  });
  expect(rows).toBe(400_000);
});

const wide = (columns: readonly string[], rows: number) =>
  [
    columns.join(","),
    ...Array.from({ length: rows }, (_, r) => columns.map((_, i) => (r * 31 + i * 7) % 10).join(",")),
  ].join("\n");

test.each([
  ["2,000 columns", Array.from({ length: 2_000 }, (_, i) => `c${i}`), 44],
  [
    "300 columns with hostile names",
    Array.from(
      { length: 300 },
      (_, i) => `"${["x' y", 'say ""so""', "select", "#row", "größe 🙂", "row", "a,b", "size"][i % 8]} ${i}"`,
    ),
    300,
  ],
])("a file of %s is read", { timeout: 240_000 }, async (_what, names, rows) => {
  const instance = await startInstance("sqlite");
  const root = await projectIn(instance);
  const made = await upload(instance.admin, root, `${wide(names, rows)}\n`);
  expect(made.status, made.text.slice(0, 500)).toBe(201);
  const { columns, rows: count } = made.body as { columns: { name: string; type: string }[]; rows: number };
  expect([columns.length, count]).toEqual([names.length, rows]);
  expect(new Set(columns.map(({ type }) => type))).toEqual(new Set(["integer"]));
  const page = await instance.admin<{ rows: Record<string, number>[] }>(
    "GET",
    `${root}/datasets/data/versions/1/rows?limit=2`,
  );
  expect(Object.values(page.body.rows[1]!)).toEqual(names.map((_, i) => (31 + i * 7) % 10));
});
