import { expect, test } from "vitest";
import { inTurn } from "./in-turn";

test("what stands in line begins when all before it has ended, also where that failed", async () => {
  const turn = inTurn();
  const said: string[] = [];
  const held = Promise.withResolvers<void>();
  const first = turn(async () => {
    await held.promise;
    said.push("first");
    throw new Error("failed");
  });
  const second = turn(async () => said.push("second"));
  held.resolve();
  await expect(first).rejects.toThrow("failed");
  expect(await second).toBe(2);
  expect(said).toEqual(["first", "second"]);
});
