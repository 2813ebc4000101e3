import { expect, test } from "vitest";
import { freshDb, onPostgres } from "@/tests/fresh-db";
import { directOf } from "./direct";
import { groupCommit } from "./group-commit";

onPostgres("writes that share a transaction", () => {
  test("wait for the one under way while it is quick, and get one of their own when it is slow", async () => {
    const db = await freshDb("postgresql");
    const groups: { requests: number[]; end: () => void }[] = [];
    const write = groupCommit<number, void>(
      (_sql, requests) =>
        new Promise((resolve) =>
          groups.push({ requests, end: () => resolve(requests.map(() => undefined)) }),
        ),
    );
    const begun = () => expect.poll(() => groups.map(({ requests }) => requests), { interval: 1 });
    const first = write(db, 1);
    await begun().toEqual([[1]]);
    const [second, third] = [write(db, 2), write(db, 3)];
    await begun().toEqual([[1], [2, 3]]); // the first has not ended: they waited long enough
    const fourth = write(db, 4);
    await begun().toEqual([[1], [2, 3], [4]]);
    const fifth = write(db, 5);
    groups[0]!.end();
    await first;
    await begun().toEqual([[1], [2, 3], [4], [5]]); // no more than three at once
    for (const { end } of groups) end();
    await Promise.all([second, third, fourth, fifth]);
  });

  test("a lone statement is a transaction of its own, and nothing may follow it", async () => {
    const direct = directOf(await freshDb("postgresql"));
    const insert = `INSERT INTO "MetricPoint" ("runId", "keyId", "step", "time", "value", "nan")
      VALUES (1, 1, $1, 1, 1, 0)`;
    await direct.transaction((sql) => sql.all(insert, [1]), "lone");
    const two = direct.transaction(async (sql) => {
      await sql.all(insert, [2]);
      await sql.all(insert, [3]);
    }, "lone");
    await expect(two).rejects.toThrow("followed by another");
    const steps = await direct.all<{ step: number }>(`SELECT "step" FROM "MetricPoint" ORDER BY "step"`);
    expect(steps.map(({ step }) => step)).toEqual([1, 2]);
  });
});
