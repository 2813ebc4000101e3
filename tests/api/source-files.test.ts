import { DatabaseSync } from "node:sqlite";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { namedInColumns } from "@/lib/storage/blob-names";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";
import { refreshed, rowsIn } from "../source-servers";

type Problem = { detail: string };

/** The bytes of an SQLite file. */
function sqliteFile(sql: string): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), "source-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "t.db");
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return readFileSync(file);
}

onBothDatabases("a source in an uploaded SQLite file", (provider) => {
  test("is read with the types that its cells have, digit for digit, and anew when the file is", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const put = (sql: string) =>
      admin("PUT", `${root}/datasets/d/source/file`, formOf("t.db", sqliteFile(sql)));
    const config = { query: "SELECT id, big, mixed, word, raw, size FROM t ORDER BY id; -- all" };
    await admin("POST", `${root}/sources`, { dataset: "d", kind: "sqlite", config, key: ["id"] });
    const early = await admin<Problem>("POST", `${root}/datasets/d/source/refresh`);
    expect([early.status, early.body.detail]).toEqual([409, "This source reads a file. Upload it first."]);

    const table = "CREATE TABLE t (id INTEGER, big, mixed, word, raw, size);";
    const rows = `INSERT INTO t VALUES (1, 9007199254740993, 1, '007', X'00ff', 0.1),
      (2, 5, 2.5, '', NULL, 1e300)`;
    expect((await put(`PRAGMA journal_mode = WAL; ${table} ${rows}`)).status).toBe(200);
    const { job } = await refreshed(admin, root, "d");
    expect([job.status, job.error]).toEqual(["FINISHED", null]);
    expect(await rowsIn(admin, root, "d", 1)).toEqual({
      types: { id: "integer", big: "text", mixed: "number", word: "text", raw: "text", size: "number" },
      rows: [
        { id: 1, big: "9007199254740993", mixed: 1, word: "007", raw: "X'00ff'", size: 0.1 },
        { id: 2, big: "5", mixed: 2.5, word: "", raw: null, size: 1e300 },
      ],
    });
    await put(`${table} ${rows}, (3, 6, NULL, 'new', NULL, NULL)`);
    expect((await refreshed(admin, root, "d")).found.changes).toMatchObject({
      added: 1,
      removed: 0,
      changed: 0,
    });
    const { fileSha256 } = await db.source.findFirstOrThrow();
    expect(await namedInColumns(directOf(db), [fileSha256!])).toEqual(new Set([fileSha256])); // no garbage
  });

  test("tells of a column that changed its type what the comparison of the versions tells", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const { admin } = instance;
    const config = { query: "SELECT id, n, w FROM t ORDER BY id" };
    await admin("POST", `${root}/sources`, { dataset: "d", kind: "sqlite", config, key: ["id"] });
    const load = async (rows: string) => {
      const bytes = sqliteFile(`CREATE TABLE t (id, n, w); INSERT INTO t VALUES ${rows}`);
      await admin("PUT", `${root}/datasets/d/source/file`, formOf("t.db", bytes));
      return refreshed(admin, root, "d");
    };
    await load("(1, 10, 5), (2, 20, 6), (4, 1, 7)");
    const { job, found } = await load("(1, 10, 'x'), (2, 20.5, 'y'), (3.5, 1, 'z')");
    expect([job.status, job.error]).toEqual(["FINISHED", null]);
    const compare = `${root}/datasets/d/compare`;
    const { body: rows } = await admin("GET", `${compare}/rows?before=1&after=2&key=%5B%22id%22%5D`);
    const { body: columns } = await admin("GET", `${compare}?before=1&after=2`);
    const figures = { added: 1, removed: 1, changed: 1 };
    expect(found.changes).toMatchObject({ ...figures, key: ["id"], keyProblem: null });
    expect(rows).toMatchObject({ ...figures, same: 1, cells: [{ column: "n", count: 1 }] });
    expect(found.changes!.columns).toMatchObject({
      retyped: columns.typeChanged,
      changed: [{ name: "n", rows: 1 }],
    });
    expect(rows.uncompared).toEqual([{ name: "w", before: "integer", after: "text" }]);
  });

  test("opens that file and nothing else, and writes nothing", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin } = instance;
    const ask = async (query: string) => {
      const trial = { dataset: "d", kind: "sqlite", config: { query } };
      return (await admin<Problem>("POST", `${root}/sources/test`, trial)).body.detail;
    };
    await admin("POST", `${root}/sources`, {
      dataset: "d",
      kind: "sqlite",
      config: { query: "SELECT 1 AS a" },
    });
    await admin("PUT", `${root}/datasets/d/source/file`, formOf("t.db", sqliteFile("CREATE TABLE t (a)")));
    for (const query of [
      "ATTACH '/etc/passwd' AS p",
      "PRAGMA writable_schema = 1",
      "INSERT INTO t VALUES (1) RETURNING a",
      "CREATE TABLE u (a)",
      "SELECT load_extension('x') AS a",
      "VACUUM INTO '/tmp/copy.db'",
      "SELECT * FROM pragma_database_list",
    ])
      expect(await ask(query), query).toMatch(/^(A source only reads its file|SQLite refused)/);
    expect(await ask("SELECT 1 AS a; DROP TABLE t")).toContain("Write one query");
    expect(await ask("SELECT 1 AS a, 2 AS a")).toContain("two columns called a");
    await admin(
      "PUT",
      `${root}/datasets/d/source/file`,
      formOf("t.db", "not SQLite at all, but long enough"),
    );
    expect(await ask("SELECT 1 AS a FROM sqlite_master")).toContain("SQLite refused: file is not a database");
  });
});
