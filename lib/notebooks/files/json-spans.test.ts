import fc from "fast-check";
import { expect, test } from "vitest";
import { itemsOf, membersOf } from "./json-spans";

const at = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);

test("the values of any object and list are found where they stand", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (made, indent) => {
      const value = JSON.parse(JSON.stringify(made)) as Record<string, unknown>;
      const text = JSON.stringify(value, null, indent);
      const members = membersOf(text, 0);
      expect([...members.keys()]).toEqual(Object.keys(value));
      for (const [key, span] of members) expect(JSON.parse(at(text, span))).toEqual(value[key]);
      const list = JSON.stringify(Object.values(value), null, indent);
      expect(itemsOf(list, 0).map((span) => JSON.parse(at(list, span)) as unknown)).toEqual(
        Object.values(value),
      );
    }),
  );
});

test("a number of many digits stays as it was written", () => {
  const text = ' { "id" : 12345678901234567890, "list": [ 1.50, {"a": "]}"} ] }';
  const members = membersOf(text, 0);
  expect(at(text, members.get("id")!)).toBe("12345678901234567890");
  expect(itemsOf(text, members.get("list")!.start).map((span) => at(text, span))).toEqual([
    "1.50",
    '{"a": "]}"}',
  ]);
});

test("of equal keys the last one counts", () => {
  const text = '{"a":1,"a":2}';
  expect(at(text, membersOf(text, 0).get("a")!)).toBe("2");
});
