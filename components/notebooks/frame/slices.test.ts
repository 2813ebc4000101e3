import { expect, test } from "vitest";
import { createSlices } from "./slices";

/** Slices on a clock that goes on by a millisecond with each look, and what waits for its turn. */
function byHand() {
  const turns: (() => void)[] = [];
  let time = 0;
  const inSlices = createSlices({ now: () => (time += 1), later: (go) => turns.push(go) });
  return { inSlices, turn: () => turns.shift()?.(), waits: () => turns.length };
}

function* counting(to: number, seen: number[]) {
  for (let i = 0; i < to; i++) {
    seen.push(i);
    yield;
  }
}

test("long work leaves a turn to others again and again, and is done at last", async () => {
  const { inSlices, turn, waits } = byHand();
  const seen: number[] = [];
  const done = inSlices(counting(50, seen), { isWanted: () => true });
  expect(seen).toHaveLength(0);
  turn();
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.length).toBeLessThan(20);
  while (waits()) turn();
  expect(await done).toBe(true);
  expect(seen).toHaveLength(50);
});

test("what nobody wants any more ends, what is urgent is first, and what throws harms nobody", async () => {
  const { inSlices, turn, waits } = byHand();
  let wanted = true;
  const [slow, urgent]: [number[], number[]] = [[], []];
  const given = inSlices(counting(1_000, slow), { isWanted: () => wanted });
  turn();
  const first = inSlices(counting(3, urgent), { isWanted: () => true, isUrgent: true });
  const before = slow.length;
  turn();
  expect(urgent).toHaveLength(3);
  expect(slow.length - before).toBeLessThan(8);
  expect(await first).toBe(true);
  wanted = false;
  const failing = inSlices(
    (function* () {
      yield;
      throw new Error("a getter failed");
    })(),
    { isWanted: () => true },
  );
  const after = inSlices(counting(1, []), { isWanted: () => true });
  while (waits()) turn();
  expect(await given).toBe(false);
  await expect(failing).rejects.toThrow("a getter failed");
  expect(await after).toBe(true);
});
