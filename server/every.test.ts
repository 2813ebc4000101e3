import { afterEach, expect, test, vi } from "vitest";
import { every } from "./every";

afterEach(() => void vi.useRealTimers());

test("a round that outlasts its interval is not begun beside itself; a failed one is followed", async () => {
  vi.useFakeTimers();
  const rounds: PromiseWithResolvers<void>[] = [];
  const failed = vi.fn();
  const begin = () => {
    rounds.push(Promise.withResolvers());
    return rounds.at(-1)!.promise;
  };
  const timer = every(1_000, begin, failed);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(rounds).toHaveLength(1);
  rounds[0]!.reject(new Error("away"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect([rounds.length, failed.mock.calls]).toEqual([2, [[new Error("away")]]]);
  rounds[1]!.resolve();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(rounds).toHaveLength(3);
  clearInterval(timer);
});
