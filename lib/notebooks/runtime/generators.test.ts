import { expect, test } from "vitest";
import { Mutable, observe, queue } from "./generators";

test("of values told while nobody asks, the last is seen, or each in a queue", async () => {
  const tells: ((value: number) => number)[] = [];
  const [last, all] = [
    observe<number>((tell) => void tells.push(tell)),
    queue<number>((tell) => void tells.push(tell)),
  ];
  for (const tell of tells) expect([tell(1), tell(2)]).toEqual([1, 2]);
  expect((await last.next()).value).toBe(2);
  expect([(await all.next()).value, (await all.next()).value]).toEqual([1, 2]);
  const next = last.next();
  tells[0]!(3);
  expect((await next).value).toBe(3);
});

test("a generator that is ended lets go of what it listens to, also while somebody waits", async () => {
  let isOver = false;
  const values = observe<number>(() => () => void (isOver = true));
  const waiting = values.next();
  expect(await values.return()).toEqual({ done: true, value: undefined });
  await expect(waiting).rejects.toThrow("Ended");
  expect(isOver).toBe(true);
});

test("a mutable value is read and set by its cell, and seen by others", async () => {
  const count = Mutable(0);
  expect([count.value, (await count.next()).value]).toEqual([0, 0]);
  count.value += 5;
  expect([count.value, (await count.next()).value]).toEqual([5, 5]);
});
