import { expect, test } from "vitest";
import { inHashLane } from "./hash-lane";

test("passwords are hashed a few at a time, and who comes when a hundred wait is sent away", async () => {
  let [running, most] = [0, 0];
  const release: (() => void)[] = [];
  const work = async (): Promise<string> => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => release.push(resolve));
    running -= 1;
    return "done";
  };
  const all = Array.from({ length: 103 }, () => inHashLane(work).catch((error: Error) => error.message));
  while ((await Promise.race([Promise.all(all), new Promise((turn) => setImmediate(turn, null))])) === null)
    release.splice(0).forEach((go) => go());
  const answers = await Promise.all(all);
  expect(most).toBeLessThanOrEqual(2);
  expect(answers.filter((answer) => answer === "done").length).toBeGreaterThanOrEqual(101);
  expect(answers.at(-1)).toContain("Too many people sign in");
  expect(await inHashLane(async () => "free again")).toBe("free again");
});

test("a failure gives its place back", async () => {
  for (let i = 0; i < 5; i++)
    await expect(inHashLane(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await inHashLane(async () => 1)).toBe(1);
});
