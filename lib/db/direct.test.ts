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
    const rows = await sql.all<{ runId: number; keyId: number; step: number; time: number; value: number }>(
      `SELECT * FROM "MetricPoint"`,
    );
    expect(rows.map(({ step, value }) => [step, value])).toEqual(
      expect.arrayContaining(steps.map((step, i) => [step, values[i]])),
    );
    expect(
      rows.every(
        ({ runId, keyId, step, time }) => runId === 2 ** 31 - 1 && keyId === -1 && time + step === 0,
      ),
    ).toBe(true);
    await sql.insert("MetricPoint", points([], []), "");
    const names = ['{"a",\\', "NULL", "", "é 🌒"];
    const text = { type: "text", values: names };
    await sql.insert("MetricKey", { projectId: text, key: text, name: text, split: text }, "");
    expect(
      (await sql.all<{ key: string }>(`SELECT "key" FROM "MetricKey" ORDER BY "id"`)).map(({ key }) => key),
    ).toEqual(names);
  });

  test("that are nearly always new are kept beside those there already; a mistake undoes all", async () => {
    const direct = directOf(await freshDb(provider));
    const steps = async () =>
      (await direct.all<{ step: number }>(`SELECT "step" FROM "MetricPoint" ORDER BY 1`)).map(
        ({ step }) => step,
      );
    await direct.transaction((sql) => sql.insertNew("MetricPoint", points([1, 1], [1, 2])));
    await direct.transaction((sql) => sql.insertNew("MetricPoint", points([1, 1, 1, 1], [2, 3, 3, 4])));
    expect(await steps()).toEqual([1, 2, 3, 4]);
    await expect(
      direct.transaction(async (sql) => {
        await sql.insertNew("MetricPoint", points([1, 1], [4, 5]));
        await sql.all("SELECT * FROM nowhere");
      }),
    ).rejects.toThrow();
    expect(await steps()).toEqual([1, 2, 3, 4]);
  });

  test.each([300, 30_000])(
    "are kept beside those that are there already where they are %i",
    async (count) => {
      const direct = directOf(await freshDb(provider));
      const batch = (from: number) =>
        points(
          Array.from({ length: count }, () => 0.1),
          Array.from({ length: count }, (_, i) => from + i),
        );
      for (const from of [0, 100, 0])
        await direct.transaction((sql) => sql.insertNew("MetricPoint", batch(from)));
      expect(
        await direct.all(
          `SELECT count(*) AS "count", min("step") AS "first", max("step") AS "last" FROM "MetricPoint"`,
        ),
      ).toEqual([{ count: count + 100, first: 0, last: count + 99 }]);
    },
  );
});
