import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requireShape } from "./json-shape";

const shape = { depth: 20, keys: 1_000 };
const outcome = (text: string, allowed = shape) => {
  try {
    requireShape(Buffer.from(text), allowed);
    return "fine";
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const keysOf = (value: unknown): number =>
  typeof value !== "object" || value === null
    ? 0
    : Object.values(value).reduce<number>(
        (sum, inner) => sum + keysOf(inner),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      );
const depthOf = (value: unknown): number =>
  typeof value !== "object" || value === null
    ? 0
    : 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner)));

describe("the shape of a JSON text", () => {
  test("is counted as the parser would find it, whatever its strings hold", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const [depth, keys] = [depthOf(value), keysOf(value)];
        expect(outcome(text, { depth, keys })).toBe(text.includes('"__proto__":') ? "INVALID" : "fine");
        if (depth > 0) expect(outcome(text, { depth: depth - 1, keys })).toBe("TOO_LARGE");
        if (keys > 0) expect(outcome(text, { depth, keys: keys - 1 })).toBe("TOO_LARGE");
      }),
    );
  });

  test.each([
    ["a million keys", `{${Array.from({ length: 1e6 }, (_, i) => `"${i}":1`).join()}}`, "TOO_LARGE"],
    ["a million levels", "[".repeat(1e6), "TOO_LARGE"],
    ["levels of objects", `{"a":`.repeat(1e5), "TOO_LARGE"],
    ["one key again and again", `{${`"a":1,`.repeat(2_000)}"a":1}`, "TOO_LARGE"],
    ["another prototype", `{"__proto__":{"isAdmin":true}}`, "INVALID"],
    ["another prototype, written otherwise", `{"\\u005f_pr\\u006fto__" : 1}`, "INVALID"],
    ["a string of ten million characters", `{"a":"${"x".repeat(1e7)}"}`, "fine"],
    ["a string of ten million backslashes", `{"a":"${"\\".repeat(1e7)}"}`, "fine"],
    ["a string that looks like structure", `{"a":"{{{[[[::::\\"\\\\"}`, "fine"],
    ["a value that is called so", `{"a":"__proto__"}`, "fine"],
  ])("%s: %#", (_name, text, expected) => expect(outcome(text)).toBe(expected));
});
