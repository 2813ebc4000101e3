import { describe, expect, test } from "vitest";
import type { Step } from "@/lib/datasets/recipe";
import { behindSplit, moved, redone, toggled, undone, written, type History } from "./recipe-history";

const step = (name: string): Step => ({ kind: "drop", columns: [name] });
const [a, b, c] = [step("a"), step("b"), step("c")];
const split: Step = { kind: "split", how: "random", test: 0.5, seed: 1 };
const start: History = { past: [], now: [a], future: [] };

describe("the history of a recipe", () => {
  test("takes changes back and makes them again, one by one", () => {
    const twice = written(written(start, [a, b]), [a, b, c]);
    const once = undone(twice);
    expect(once.now).toEqual([a, b]);
    expect(undone(once).now).toEqual([a]);
    expect(undone(undone(undone(once))).now).toEqual([a]);
    expect(redone(redone(undone(once))).now).toEqual([a, b, c]);
  });

  test("forgets what was taken back once something else is written", () => {
    const other = written(undone(written(start, [a, b])), [c]);
    expect(redone(other)).toEqual(other);
    expect(undone(other).now).toEqual([a]);
  });
});

describe("steps", () => {
  test("are moved, and stay where there is no place to move to", () => {
    expect(moved([a, b, c], 2, 0)).toEqual([c, a, b]);
    expect(moved([a, b, c], 0, 1)).toEqual([b, a, c]);
    expect(moved([a, b, c], 0, -1)).toEqual([a, b, c]);
    expect(moved([a, b, c], 2, 3)).toEqual([a, b, c]);
  });

  test("that learn are moved behind the split, in their order", () => {
    const learning = (one: Step) => one === a || one === b;
    expect(behindSplit([a, c, b, split, c], learning)).toEqual([c, split, a, b, c]);
    expect(behindSplit([a, c], learning)).toEqual([a, c]);
  });

  test("are disabled and used again", () => {
    expect(toggled([a, b], 1)).toEqual([a, { ...b, disabled: true }]);
    expect(toggled(toggled([a, b], 1), 1)).toEqual([a, b]);
  });
});
