import { expect, test } from "vitest";
import { hiddenFrom, isHidden, toggled } from "./hidden";

test("code and output of a cell are put away and shown again each by itself", () => {
  expect(toggled(undefined, "code")).toBe("code");
  expect(toggled("code", "output")).toBe("all");
  expect(toggled("all", "code")).toBe("output");
  expect(toggled("output", "output")).toBeUndefined();
});

test("what hides all hides each part", () => {
  expect([isHidden("all", "code"), isHidden("all", "output")]).toEqual([true, true]);
  expect([isHidden("code", "output"), isHidden(undefined, "code")]).toEqual([false, false]);
  expect(hiddenFrom({ code: false, output: false })).toBeUndefined();
});
