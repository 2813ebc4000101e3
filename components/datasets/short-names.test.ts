import { expect, test } from "vitest";
import { shortNames } from "./short-names";

test("long names lose their middle and can still be told apart", () => {
  const names = [
    "Relative Velocity km per sec",
    "Relative Velocity km per hr",
    "Name",
    "Est Dia in Feet(min)",
  ];
  const short = shortNames(names, 16);
  expect(short).toEqual(["Relativ… per sec", "Relativ…m per hr", "Name", "Est Dia…eet(min)"]);
  expect(short.every((text) => text.length <= 16)).toBe(true);
});

test("names that differ in the middle alone are told apart by where they are cut", () => {
  const names = ["measured at a station", "measured at b station", "measured at c station"];
  const short = shortNames(names, 10);
  expect(new Set(short).size).toBe(3);
  expect(shortNames(["same", "same"], 3)).toHaveLength(2);
});
