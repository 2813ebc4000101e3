import { expect, test } from "vitest";
import { valueText } from "./value-text";

const circle: Record<string, unknown> = { a: 1 };
circle.again = circle;

test.each([
  [new Map([["a", 1]]), '{"Map of 1":[["a",1]]}'],
  [new Set([1, 2]), '{"Set of 2":[1,2]}'],
  [/a+/g, "/a+/g"],
  [new TypeError("no"), "TypeError: no"],
  [{ missing: undefined, big: 3n, never: NaN }, '{"missing":"undefined","big":"3n","never":"NaN"}'],
  [undefined, "undefined"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [circle, '{"a":1,"again":"(itself)"}'],
  [Float64Array.of(1, 2), "[1,2]"],
  [Symbol("s"), "Symbol(s)"],
  ["text", "text"],
  [null, "null"],
])("%o is shown as what it is", (value, text) => {
  expect(
    valueText(value)
      .replaceAll(/\s*\n\s*/g, "")
      .replaceAll('": ', '":'),
  ).toBe(text);
});

test("what lies too deep is cut with a mark", () => {
  const nested = { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } };
  expect(valueText(nested)).toContain("…");
});

test("of many parts the first are shown and the rest counted; what throws says so", () => {
  expect(valueText(Array.from({ length: 1_500 }, () => 0))).toContain("… 500 more");
  expect(valueText(Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, i])))).toContain(
    "1 more",
  );
  const hostile = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error("no such luck");
      },
    },
  );
  expect(valueText(hostile)).toBe("(cannot be shown: no such luck)");
});

test("a getter is named and not run", () => {
  const asked = {
    times: 0,
    get dear() {
      asked.times += 1;
      return "paid";
    },
  };
  expect(valueText(asked)).toBe('{\n "times": 0,\n "dear": "(…)"\n}');
  expect(asked.times).toBe(0);
});
