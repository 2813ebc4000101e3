import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePlain, encodePlain } from "./plain-values";

const travelled = (value: unknown) => decodePlain(JSON.parse(JSON.stringify(encodePlain(value))));

test("plain values travel as they are, with every digit and whatever their keys", () => {
  const leaf = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double({ noDefaultInfinity: false }),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
  );
  const key = fc.oneof(fc.string(), fc.constant("$")).filter((text) => text !== "__proto__");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      leaf,
      fc.array(tie("value")),
      fc.dictionary(key, tie("value")).map((of) => ({ ...of })),
    ),
  }));
  fc.assert(fc.property(value, (one) => void expect(travelled(one)).toEqual(one)));
});

test("what no other language could read is refused by its kind", () => {
  for (const [value, kind] of [
    [() => 1, "function"],
    [new Map(), "Map"],
    [{ a: [Symbol("s")] }, "symbol"],
  ] as const)
    expect(() => encodePlain(value)).toThrow(`is a ${kind}.`);
  expect(encodePlain(Float64Array.of(1, Number.NaN))).toEqual([1, { $: "float", v: "nan" }]);
});
