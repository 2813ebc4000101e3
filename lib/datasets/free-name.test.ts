import { expect, test } from "vitest";
import { freeName } from "./free-name";

test("a name is made free, also from one that differs in capitals alone", () => {
  const columns = [{ name: "Mass" }, { name: "mass_" }];
  expect(freeName("mass", columns)).toBe("mass__");
  expect(freeName("size", columns)).toBe("size");
});
