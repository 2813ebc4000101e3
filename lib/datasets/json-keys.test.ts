import fc from "fast-check";
import { expect, test } from "vitest";
import { outerKeys, repeatedKey } from "./json-keys";

const repeated = (text: string) => repeatedKey(text, JSON.parse(text) as object);

test.each([
  ['{"a":1,"a":2}', "a"],
  ['{"a" : 1, "\\u0061" : 1}', "a"],
  ['{"x":{"b":1,"b":2}}', "b"],
  ['{"x":[{"b":1},{"b":{"c":[],"c":""}}]}', "c"],
  ['{"s":"\\",\\":","k,":[1,{}],"k,":2}', "k,"],
])("a key that stands twice in an object is found: %s", (text, key) => {
  expect(repeated(text)).toBe(key);
});

test.each(['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', '{"a":"\\":\\":","b" : 1}', '{"A":1,"a":2}', "{}"])(
  "the same key in different objects, and one within a string, stand once: %s",
  (text) => expect(repeated(text)).toBeNull(),
);

test("no text that a writer of JSON makes has a key twice, and its outer keys are in their order", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), (value) => {
      for (const text of [JSON.stringify(value), JSON.stringify(value, null, 1)]) {
        expect(repeated(text)).toBeNull();
        expect(outerKeys(text)).toEqual(Object.keys(JSON.parse(text) as object));
      }
    }),
    { numRuns: 500 },
  );
  expect(outerKeys('{"2":0,"1":{"3":0},"b":[]}')).toEqual(["2", "1", "b"]);
});
