import { expect, test } from "vitest";
import { durable } from "./durable";

/** A disk that finishes a sync when it is told to. */
function disk() {
  const syncs: { finish: () => void; fail: (error: Error) => void }[] = [];
  return { syncs, sync: () => new Promise<void>((finish, fail) => syncs.push({ finish, fail })) };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a write is answered only by a sync that began after it", async () => {
  const { syncs, sync } = disk();
  const { wrote, kept } = durable(sync);
  const told: string[] = [];
  wrote();
  void kept().then(() => told.push("first"));
  wrote();
  void kept().then(() => told.push("second"));
  wrote();
  void kept().then(() => told.push("third"));
  expect(syncs.length).toBe(1);
  syncs[0]!.finish();
  await turn();
  expect(told).toEqual(["first"]);
  expect(syncs.length).toBe(2);
  syncs[1]!.finish();
  await turn();
  expect(told).toEqual(["first", "second", "third"]);
  expect(syncs.length).toBe(2);
});

test("what is on the disk already waits for nothing", async () => {
  const { syncs, sync } = disk();
  const { wrote, kept } = durable(sync);
  await kept();
  wrote();
  const one = kept();
  syncs[0]!.finish();
  await one;
  await kept();
  expect(syncs.length).toBe(1);
});

test("after a sync failed, nothing is called kept again", async () => {
  const { syncs, sync } = disk();
  const { wrote, kept } = durable(sync);
  wrote();
  const first = kept();
  syncs[0]!.fail(new Error("no space left"));
  await expect(first).rejects.toThrow("no space left");
  wrote();
  await expect(kept()).rejects.toThrow("no space left");
  expect(syncs.length).toBe(1);
});
