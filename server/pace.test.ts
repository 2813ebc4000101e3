import { expect, test } from "vitest";
import { messagePace, pace } from "./pace";

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

test("messages keep a pace by their number and by their length", () => {
  const bounds = { messages: 1, messagesAtOnce: 3, bytes: 10, bytesAtOnce: 100 };
  const many = messagePace(bounds, () => 0);
  expect([many(1), many(1), many(1), many(1)]).toEqual([true, true, true, false]);
  const long = messagePace(bounds, () => 0);
  expect([long(60), long(60)]).toEqual([true, false]);
});
