import { expect, test } from "vitest";
import { clockWatch } from "./clock-watch";

test("tells by how much the clock was set, forwards or back, and nothing while it only runs", () => {
  let [wall, steady] = [1_000_000, 50];
  const moved = clockWatch(
    () => wall,
    () => steady,
  );
  const pass = (milliseconds: number, set = 0) => {
    steady += milliseconds;
    wall += milliseconds + set;
    return moved();
  };
  expect([pass(2_000), pass(2_000, 3_600_000), pass(2_000), pass(2_000, -3_600_000), pass(60_000)]).toEqual([
    0, 3_600_000, 0, -3_600_000, 0,
  ]);
});
