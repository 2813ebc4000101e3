import { expect, test } from "vitest";
import { messageBudget, messagesAllowed } from "./message-budget";

test("a thousand cells may all tell how they did at once", () => {
  const take = messageBudget(0);
  const told = Array.from({ length: 4_000 }, () => take(0, messagesAllowed(1_000)));
  expect(told.every(Boolean)).toBe(true);
});

test("20,000 messages in one moment are too many, and a steady stream within the budget is not", () => {
  const flood = messageBudget(0);
  expect(Array.from({ length: 20_000 }, () => flood(0, messagesAllowed(10))).filter(Boolean)).toHaveLength(
    messagesAllowed(10),
  );
  const steady = messageBudget(0);
  expect(Array.from({ length: 10_000 }, (_, i) => steady(i, messagesAllowed(10))).every(Boolean)).toBe(true);
});

test("who used the budget up has it again a second later", () => {
  const take = messageBudget(0);
  for (let i = 0; i < 100; i++) take(0, 100);
  expect([take(0, 100), take(1_100, 100)]).toEqual([false, true]);
});
