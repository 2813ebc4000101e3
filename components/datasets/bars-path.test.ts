import { expect, test } from "vitest";
import { barsPath } from "./bars-path";

const box = { width: 30, height: 20 };

test("a bar is as high as its share of the most, and bars stand side by side with a gap", () => {
  expect(barsPath([10, 5, 0], { ...box, most: 10 })).toBe("M0.0 20v-20.0h9.0V20zM10.0 20v-10.0h9.0V20z");
});

test("what was counted once among many is still seen, and an empty bin is not", () => {
  expect(barsPath([0, 1, 100_000], { ...box, most: 100_000 })).toBe(
    "M10.0 20v-1.0h9.0V20zM20.0 20v-20.0h9.0V20z",
  );
});

test("a class is drawn to the measure of all rows, so that its bar never stands above theirs", () => {
  expect(barsPath([5], { width: 10, height: 20, most: 10 })).toBe("M0.0 20v-10.0h9.0V20z");
});
