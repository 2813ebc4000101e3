import { expect, test } from "vitest";
import { freshDb } from "@/tests/fresh-db";
import { directOf } from "./direct";
import { coalesceMany, coalesce } from "./coalesce";

test("who asks for one thing in one turn shares a reading, which begins after they asked", async () => {
  const db = await freshDb("sqlite");
  const readings: string[] = [];
  let truth = 1;
  const read = coalesce(
    (key: string) => key,
    async (_db, key) => (readings.push(key), truth),
  );
  const [first, second, other] = [read(db, "a"), read(db, "a"), read(db, "b")];
  truth = 2;
  expect(await Promise.all([first, second, other])).toEqual([2, 2, 2]);
  expect(readings).toEqual(["a", "b"]);
  truth = 3;
  expect(await read(db, "a")).toBe(3);
});

test("one slow reading is under way at a time; who asks meanwhile shares the next one", async () => {
  const db = await freshDb("sqlite");
  const ends: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const begun = () => expect.poll(() => ends.length);
  const read = coalesce(
    String,
    () => new Promise<string>((resolve, reject) => ends.push({ resolve, reject })),
    { oneAtATime: true },
  );
  const first = read(db, "a");
  await begun().toBe(1);
  const [second, third] = [read(db, "a"), read(db, "a")];
  const other = read(db, "b");
  await begun().toBe(2); // the other thing's; the second of the same thing waits
  ends[1]!.resolve("other");
  expect(await other).toBe("other");
  ends[0]!.reject(new Error("gone"));
  await expect(first).rejects.toThrow("gone");
  await begun().toBe(3);
  ends[2]!.resolve("newer");
  expect(await Promise.all([second, third])).toEqual(["newer", "newer"]);
});

test("different things asked for in one turn are read at once, and each asker gets their own", async () => {
  const sql = directOf(await freshDb("sqlite"));
  const readings: number[][] = [];
  const double = coalesceMany(
    async (_sql, wanted: number[]) => (readings.push(wanted), wanted.map((one) => 2 * one)),
  );
  expect(await Promise.all([double(sql, 1), double(sql, 2), double(sql, 1)])).toEqual([2, 4, 2]);
  expect(await double(sql, 5)).toBe(10);
  expect(readings).toEqual([[1, 2, 1], [5]]);
});
