import { expect, test } from "vitest";
import { freshDb } from "@/tests/fresh-db";
import { readTogether } from "./read-together";

test("who asks for one thing in one turn shares a reading, which begins after they asked", async () => {
  const db = await freshDb("sqlite");
  const readings: string[] = [];
  let truth = 1;
  const read = readTogether((key: string) => key, async (_db, key) => (readings.push(key), truth));
  const [first, second, other] = [read(db, "a"), read(db, "a"), read(db, "b")];
  truth = 2;
  expect(await Promise.all([first, second, other])).toEqual([2, 2, 2]);
  expect(readings).toEqual(["a", "b"]);
  truth = 3;
  expect(await read(db, "a")).toBe(3);
});
