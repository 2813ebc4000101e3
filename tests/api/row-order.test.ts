import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, onTestFinished, test } from "vitest";
import { importFile } from "@/engine/import";
import { readColumns, readRows, runQuery } from "@/engine/query";
import { previewRecipe } from "@/engine/recipe";
import { literal } from "@/lib/datasets/steps/step";
import { fromArrow } from "@/lib/frame/arrow";
import { rowsOf } from "@/lib/frame/frame";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

type Made = { number: number; rows: number; sha256: string; columns: { name: string }[] };

function folderFor() {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-order-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function inDuckDb(sql: string): Promise<unknown[][]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const reader = await connection.runAndReadAll(sql);
  connection.closeSync();
  return reader.getRowsJson();
}

test(
  "a million rows of forty columns stand in a version as they stand in the file",
  { timeout: 600_000 },
  async () => {
    const folder = folderFor();
    const [file, out] = [path.join(folder, "ids.csv"), path.join(folder, "ids.parquet")];
    const others = Array.from({ length: 39 }, (_, i) => `(i * ${i + 3}) % 10 AS c${i}`).join(", ");
    await inDuckDb(
      `COPY (SELECT i AS id, ${others} FROM range(1000000) r(i)) TO ${literal(file)} (FORMAT csv, HEADER)`,
    );
    const { columns, rows } = await importFile({ file, format: "csv", out });
    expect([rows, columns.length]).toEqual([1_000_000, 40]);
    const table = { name: "rows", file: out, columns, rows, masked: [] };
    for (const offset of [0, 122_880, 245_760, 999_999])
      expect(rowsOf(await readRows({ table, offset, limit: 1 }))[0]).toMatchObject({ id: offset });
    const [ids] = (await readColumns({ table, names: ["id"], limit: rows })).columns;
    expect(ids!.type !== "text" && ids!.values.findIndex((id, i) => id !== i)).toBe(-1);
    const sql = 'SELECT id FROM "dataset ids"';
    const { frame } = await runQuery({ sql, tables: [{ ...table, name: "dataset ids" }], limit: "whole" });
    const [asked] = frame.columns;
    expect(asked!.type !== "text" && asked!.values.findIndex((id, i) => id !== i)).toBe(-1);
  },
);

onBothDatabases("the number of a row", (provider) => {
  test("is in no answer, whatever the columns are called, and the same rows keep the same hash", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const content = "__row,__ROW_,a\n7,x,1\n5,y,2\n6,z,3\n";
    const upload = () => instance.admin<Made>("POST", `${root}/datasets`, formOf("d.csv", content));
    const [made, again] = [await upload(), await upload()];
    expect(again.body.sha256).toBe(made.body.sha256);
    const names = ["__row", "__ROW_", "a"];
    const version = `${root}/datasets/d/versions/1`;
    const rows = [
      { __row: 7, __ROW_: "x", a: 1 },
      { __row: 5, __ROW_: "y", a: 2 },
      { __row: 6, __ROW_: "z", a: 3 },
    ];
    expect(made.body.columns.map(({ name }) => name)).toEqual(names);
    expect((await instance.admin<{ rows: unknown }>("GET", `${version}/rows`)).body.rows).toEqual(rows);
    const profile = await instance.admin<{ columns: { name: string }[] }>("GET", `${version}/profile`);
    expect(profile.body.columns.map(({ name }) => name)).toEqual(names);
    const query = { sql: "select * from dataset('d')" };
    expect((await instance.admin<{ rows: unknown }>("POST", `${root}/sql`, query)).body.rows).toEqual(rows);
    const counted = { sql: "select __row__ from dataset('d')" };
    expect((await instance.admin("POST", `${root}/sql`, counted)).status).toBe(400);
    const steps = [{ kind: "filter", formula: "__row > 5" }];
    const filtered = await instance.admin<Made>("POST", `${version}/recipes`, { steps });
    expect((await instance.admin<Made>("GET", `${root}/datasets/d/versions/3`)).body.columns).toEqual(
      made.body.columns,
    );
    expect([filtered.status, filtered.body.number]).toEqual([201, 3]);
    const get = async (address: string) => {
      const headers = { authorization: `Bearer ${instance.adminToken}` };
      return new Uint8Array(await (await fetch(instance.url + address, { headers })).arrayBuffer());
    };
    expect(rowsOf(fromArrow(await get(`${version}/arrow`)))).toEqual(rows);
    const download = path.join(folderFor(), "download.parquet");
    writeFileSync(download, await get(`${version}/file`));
    expect(await inDuckDb(`SELECT * FROM read_parquet(${literal(download)})`)).toEqual([
      ["7", "x", "1"],
      ["5", "y", "2"],
      ["6", "z", "3"],
    ]);
  });
});

test("a version from before rows had numbers is read in the order of its file", async () => {
  const file = path.join(folderFor(), "old.parquet");
  await inDuckDb(
    `COPY (SELECT 10 - i AS n, i AS "file_row_number" FROM range(10) r(i))
      TO ${literal(file)} (FORMAT parquet)`,
  );
  const columns = ["n", "file_row_number"].map((name) => ({ name, type: "integer" as const }));
  const table = { name: "old", file, columns, rows: 10, masked: [] };
  const expected = [3, 4].map((i) => ({ n: 10 - i, file_row_number: i }));
  expect(rowsOf(await readRows({ table, offset: 3, limit: 2 }))).toEqual(expected);
  const { sample } = await previewRecipe({
    table,
    steps: [{ kind: "filter", formula: "n < 8 and n > 5" }],
    limit: 5,
  });
  expect(rowsOf(sample)).toEqual(expected);
  const { frame } = await runQuery({ sql: "select * from old limit 1", tables: [table], limit: 9 });
  expect(rowsOf(frame)).toEqual([{ n: 10, file_row_number: 0 }]);
});
