import { expect, test } from "vitest";
import { pace } from "./pace";

test("much at once is within a pace, and after it as much as time gives back", () => {
  let at = 0;
  const keeps = pace({ perSecond: 10, atOnce: 30 }, () => at);
  expect(keeps(30)).toBe(true);
  expect(keeps(1)).toBe(false);
  at = 1_000;
  expect(keeps(9)).toBe(true);
  expect(keeps(1)).toBe(false);
  at = 60_000;
  expect(keeps(30)).toBe(true);
  expect(keeps(1)).toBe(false);
});
