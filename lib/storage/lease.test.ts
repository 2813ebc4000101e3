import { expect, test } from "vitest";
import { freshDb, onBothDatabases, onPostgres } from "@/tests/fresh-db";
import { taskLease } from "./lease";

const at = (minutes: number) => new Date(1_700_000_000_000 + minutes * 60_000);

onBothDatabases("a background task", (provider) => {
  test("is one server's at a time, keeps its state, and passes on when its server is gone", async () => {
    const db = await freshDb(provider);
    const [one, other] = [taskLease<{ n: number }>(db, "task"), taskLease<{ n: number }>(db, "task")];
    expect([await one.take(at(0)), await other.take(at(0)), await one.take(at(0))]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await other.put({ n: 9 }, at(0))).toBe(false);
    expect(await one.put({ n: 1 }, at(5))).toBe(true);
    expect(await other.take(at(14))).toBe(false);
    expect(await other.take(at(16))).toBe(true);
    expect((await other.look()).state).toEqual({ n: 1 });
    expect(await one.put({ n: 2 }, at(16))).toBe(false);
    expect(await other.put({ n: 3 }, at(17), { done: true })).toBe(true);
    expect([await one.take(at(17)), (await one.look()).state]).toEqual([true, { n: 3 }]);
  });
});

onBothDatabases("a turn of a background task that takes long", (provider) => {
  test("keeps the task as long as it says that it is there, and hears when it has lost it", async () => {
    const db = await freshDb(provider);
    const [one, other] = [taskLease<{ n: number }>(db, "task"), taskLease<{ n: number }>(db, "task")];
    expect(await one.renew(at(0))).toBe(false);
    await one.take(at(0));
    for (const minute of [1, 4, 8, 12, 16]) {
      expect(await one.renew(at(minute))).toBe(true);
      expect(await other.take(at(minute)), `minute ${minute}`).toBe(false);
    }
    expect(await other.take(at(27))).toBe(true);
    expect(await one.renew(at(28))).toBe(false);
    expect(await one.put({ n: 1 }, at(28))).toBe(false);
  });
});

onPostgres("a background task that many take at the same moment", () => {
  test("is taken once", async () => {
    const db = await freshDb("postgresql");
    const taken = await Promise.all(Array.from({ length: 20 }, () => taskLease(db, "task").take(at(0))));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
