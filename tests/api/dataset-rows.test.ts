import { expect, test } from "vitest";
import type { ColumnDetail } from "@/lib/datasets/column-detail";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const text = [
  "id,size,note,when,y",
  "1,2.5,=1+1,2020-01-01,true",
  "2,,plain,2020-02-01,false",
  "3,-1.5,@cmd,2020-03-01,true",
  '4,10,"a,b",2020-04-01,',
  "",
].join("\n");

type Rows = { rows: { id: number }[]; numbers: number[]; matching: number; total: number };

onBothDatabases("rows of a version", (provider) => {
  test("are filtered by a formula and sorted, missing cells last, and keep their numbers", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", text));
    const at = `${root}/datasets/rocks/versions/1`;
    const rows = async (query: string) => (await instance.admin<Rows>("GET", `${at}/rows?${query}`)).body;
    const sorted = await rows("sort=size&down=true");
    expect([sorted.rows.map(({ id }) => id), sorted.numbers]).toEqual([
      [4, 1, 3, 2],
      [4, 1, 3, 2],
    ]);
    const some = await rows(`filter=${encodeURIComponent('"size" < 5')}&sort=size`);
    expect([some.numbers, some.matching, some.total]).toEqual([[3, 1], 2, 4]);
    const second = await rows(`filter=${encodeURIComponent('"size" < 5')}&limit=1&offset=1`);
    expect([second.numbers, second.matching]).toEqual([[3], 2]);
    expect((await rows("limit=2&offset=1")).numbers).toEqual([2, 3]);
    const wrong = await instance.admin("GET", `${at}/rows?filter=${encodeURIComponent("size +")}`);
    expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringContaining("Formula, character")]);
  });

  test("are downloaded as CSV, on which no cell runs unless that is asked for, and as Parquet", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", text));
    const at = `${root}/datasets/rocks/versions/1/download`;
    const names = encodeURIComponent('["id","note","size"]');
    const guarded = await instance.admin("GET", `${at}?columns=${names}&sort=id&down=true`);
    expect(guarded.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''rocks-v1.csv");
    expect(guarded.text).toBe("id,note,size\n4,\"a,b\",10.0\n3,'@cmd,-1.5\n2,plain,\n1,'=1+1,2.5\n");
    const plain = await instance.admin("GET", `${at}?columns=${names}&guard=false&filter=id%3D1`);
    expect(plain.text).toBe("id,note,size\n1,=1+1,2.5\n");
    const parquet = await instance.admin("GET", `${at}?format=parquet`);
    expect([parquet.status, parquet.text.slice(0, 4)]).toEqual([200, "PAR1"]);
  });

  test("are told of by column: with the target, with another, over time, on a logarithmic axis", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", text));
    const at = `${root}/datasets/rocks/versions/1/column`;
    const { body } = await instance.admin<ColumnDetail>("GET", `${at}?column=size&target=y&time=when&bins=4`);
    expect(body).toMatchObject({ rows: 4, missing: 1, negatives: 1, zeros: 0, distinct: 3 });
    expect(body.pair).toMatchObject({ other: "y", rows: 2, auc: null });
    expect(body.histogram!.byClass!.map(({ name }) => name).sort()).toEqual(["false", "true"]);
    expect(body.overTime!.bins.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    const log = await instance.admin<ColumnDetail>("GET", `${at}?column=size&log=true&with=id`);
    expect(log.body.histogram).toMatchObject({ log: true, left: 1 });
    expect(log.body.pair!.kendall).toBeCloseTo(1 / 3, 12);
    const none = await instance.admin("GET", `${at}?column=none`);
    expect([none.status, none.body.detail]).toEqual([400, "There is no column none."]);
  });
});
