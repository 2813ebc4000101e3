import { expect, test } from "vitest";
import { passCounter } from "./pass-counter";

test("a progress that begins anew is the next pass; one that only falls a little is not", () => {
  const passes = passCounter("Reading");
  expect([10, 10, 95, 90, 5, 50, 0].map((percent) => passes(percent))).toEqual([
    "Reading: 10%",
    "Reading: 10%",
    "Reading: 95%",
    "Reading: 90%",
    "Reading, pass 2: 5%",
    "Reading, pass 2: 50%",
    "Reading, pass 3: 0%",
  ]);
});
