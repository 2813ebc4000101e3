import { expect, test } from "vitest";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { directOf } from "./direct";

const [int, bigint, float8] = ["int", "bigint", "float8"];
const largest = 2 ** 53 - 1;
const points = (values: readonly number[], steps: readonly number[]) => ({
  runId: { type: int, values: values.map(() => 2 ** 31 - 1) },
  keyId: { type: int, values: values.map(() => -1) },
  step: { type: bigint, values: steps },
  time: { type: bigint, values: steps.map((step) => -step) },
  value: { type: float8, values },
  nan: { type: int, values: values.map(() => 0) },
});

onBothDatabases("rows written as columns", (provider) => {
  test("come back as they were, to the last bit", async () => {
    const sql = directOf(await freshDb(provider));
    const values = [0.1, -Number.MAX_VALUE, Number.MIN_VALUE, Infinity, -Infinity, 1 / 3];
    const steps = [0, largest, -largest, 2 ** 32, 2 ** 32 - 1, -1];
    await sql.insert("MetricPoint", points(values, steps), "");
    const rows = await sql.all<{ runId: number; keyId: number; step: number; time: number; value: number }>(`SELECT * FROM "MetricPoint"`);
    expect(rows.map(({ step, value }) => [step, value])).toEqual(expect.arrayContaining(steps.map((step, i) => [step, values[i]])));
    expect(rows.every(({ runId, keyId, step, time }) => runId === 2 ** 31 - 1 && keyId === -1 && time + step === 0)).toBe(true);
    await sql.insert("MetricPoint", points([], []), "");
    const names = ['{"a",\\', "NULL", "", "é 🌒"];
    const text = { type: "text", values: names };
    await sql.insert("MetricKey", { projectId: text, key: text, name: text, split: text }, "");
    expect((await sql.all<{ key: string }>(`SELECT "key" FROM "MetricKey" ORDER BY "id"`)).map(({ key }) => key)).toEqual(names);
  });

  test("that are nearly always new are kept beside those that are there already, and a mistake still undoes all", async () => {
    const direct = directOf(await freshDb(provider));
    const steps = async () => (await direct.all<{ step: number }>(`SELECT "step" FROM "MetricPoint" ORDER BY 1`)).map(({ step }) => step);
    await direct.transaction((sql) => sql.insertNew("MetricPoint", points([1, 1], [1, 2])));
    await direct.transaction((sql) => sql.insertNew("MetricPoint", points([1, 1, 1, 1], [2, 3, 3, 4])));
    expect(await steps()).toEqual([1, 2, 3, 4]);
    const many = Array.from({ length: 300 }, (_, i) => 1_000 + i);
    await direct.transaction((sql) => sql.insertNew("MetricPoint", points(many.map(() => 0.1), many)));
    await direct.transaction((sql) => sql.insertNew("MetricPoint", points(many.map(() => 0.1), many.map((step) => step + 100))));
    expect(await steps()).toEqual([1, 2, 3, 4, ...Array.from({ length: 400 }, (_, i) => 1_000 + i)]);
    await direct.all(`DELETE FROM "MetricPoint" WHERE "step" >= 1000`);
    await expect(
      direct.transaction(async (sql) => {
        await sql.insertNew("MetricPoint", points([1, 1], [4, 5]));
        await sql.all("SELECT * FROM nowhere");
      }),
    ).rejects.toThrow();
    expect(await steps()).toEqual([1, 2, 3, 4]);
  });
});
