import { Runtime } from "@observablehq/runtime";
import { expect, test } from "vitest";
import { evaluateCell, shadow } from "./cell-function";

test("a cell's text becomes a function whose errors name the cell", () => {
  expect(evaluateCell({ id: 4, body: "(a, b) => a + b" })(2, 3)).toBe(5);
  const fails = evaluateCell({ id: 41, body: "() => {\nthrow new Error('no')\n}" });
  expect(() => fails()).toThrow("no");
  try {
    fails();
  } catch (error) {
    expect((error as Error).stack).toContain("cell-41.js:2");
  }
});

test("a name that one cell has of its own is not seen by another", async () => {
  const module = new Runtime().module();
  const value = (name: string) =>
    new Promise((resolve) => {
      const variable = module.variable({ fulfilled: resolve, rejected: resolve }, { shadow: {} });
      if (name === "own") shadow(variable, "display", 7);
      variable.define(["display"], (display: unknown) => display);
    });
  expect(await value("own")).toBe(7);
  expect(String(await value("other"))).toContain("display is not defined");
});
