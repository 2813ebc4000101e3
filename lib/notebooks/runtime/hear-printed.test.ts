import { afterEach, expect, test } from "vitest";
import { evaluateCell } from "./cell-function";
import { hearPrinted } from "./hear-printed";

const before = { ...console };
afterEach(() => void Object.assign(console, before));

test("a line that a cell prints is heard with its cell, and others are not", () => {
  const lines: object[] = [];
  hearPrinted((cell, line) => void lines.push({ cell, ...line }), { isPassedOn: false });
  evaluateCell({ id: 12, body: "() => console.log('h', { a: 1n })" })();
  evaluateCell({ id: 13, body: "() => console.warn('careful')" })();
  console.info("of nobody");
  expect(lines).toEqual([
    { cell: 12, isBad: false, text: 'h {\n "a": "1n"\n}' },
    { cell: 13, isBad: true, text: "careful" },
  ]);
});
