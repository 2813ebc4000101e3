import { expect, test } from "vitest";
import { requestsAtOnce } from "./requests-at-once";

test("requests run a few at a time, in their order, and what is too many is refused", async () => {
  const take = requestsAtOnce({ atOnce: 2, waiting: 2 });
  const [begun, ends]: [number[], (() => void)[]] = [[], []];
  const work = (i: number) => () => {
    begun.push(i);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const all = [0, 1, 2, 3].map((i) => take(work(i)));
  await expect(take(work(4))).rejects.toThrow("Too many requests at once");
  expect(begun).toEqual([0, 1]);
  ends[1]!();
  await all[1];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]!();
  await all[0];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const end of ends) end();
  await Promise.all(all);
});
