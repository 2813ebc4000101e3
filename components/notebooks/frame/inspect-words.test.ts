import { expect, test } from "vitest";
import { partsOf, type Part } from "./inspect-parts";
import { wordsOf } from "./inspect-words";

const circle: Record<string, unknown> = { a: 1 };
circle.again = circle;
class Planet {
  #mass = 2;
  constructor(readonly name: string) {}
  get mass() {
    return this.#mass;
  }
}
const failing = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error("not today");
    },
    getPrototypeOf: () => {
      throw new Error("no class");
    },
  },
);
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const counted = {
  calls: 0,
  get dear() {
    return ++this.calls;
  },
};

const said: [unknown, string, boolean][] = [
  [null, "null", false],
  [undefined, "undefined", false],
  [0.1 + 0.2, "0.30000000000000004", false],
  [-0, "-0", false],
  [NaN, "NaN", false],
  [12345678901234567890n, "12345678901234567890n", false],
  ['say "x"\n', '"say \\"x\\"\\n"', false],
  ["x".repeat(201), `"${"x".repeat(200)}" … 201 characters`, true],
  [Symbol("s"), "Symbol(s)", false],
  [[1, "a", [2]], 'Array(3) [1, "a", Array(1)]', true],
  [[], "Array(0) []", false],
  [[1, , 2], "Array(3) [1, empty, 2]", true],
  [{}, "{}", false],
  [{ a: 1, "b c": "x" }, '{a: 1, "b c": "x"}', true],
  [Object.create(null), "{}", false],
  [new Map<unknown, unknown>([["a", { b: 1 }]]), 'Map(1) {"a" → {…}}', true],
  [new Set([1, 2]), "Set(2) {1, 2}", true],
  [new Date(0), "1970-01-01T00:00:00.000Z", false],
  [new Date(NaN), "Invalid Date", false],
  [/a+/gi, "/a+/gi", false],
  [new TypeError("no"), "TypeError: no", true],
  [Float64Array.of(1, 2.5), "Float64Array(2) [1, 2.5]", true],
  [new ArrayBuffer(3), "ArrayBuffer of 3 bytes", true],
  [Promise.resolve(1), "Promise", false],
  [new WeakMap(), "WeakMap", false],
  [new Planet("Eris"), 'Planet {name: "Eris", mass: (…)}', true],
  [Planet, "class Planet", false],
  [(a: number) => a + 1, "(a) => a + 1", false],
  [
    async function later() {
      await null;
    },
    "async ƒ later()",
    false,
  ],
  [circle, "{a: 1, again: {…}}", true],
  [counted, "{calls: 0, dear: (…)}", true],
  [failing, "(cannot be shown: not today)", false],
  [revoked.proxy, "(cannot be shown: Cannot perform 'IsArray' on a proxy that has been revoked)", false],
  [{ [Symbol("k")]: 1 }, "{[Symbol(k)]: 1}", true],
  [Object.create(Map.prototype), "Map", false],
];

test("every value is said in a line, without calling anything of it", () => {
  for (const [value, text, opens] of said) expect(wordsOf(value)).toMatchObject({ text, opens });
  expect(counted.calls).toBe(0);
});

const labels = (parts: Part[]) => parts.map(({ label }) => label);

test("a million elements open by pages of a hundred, and nothing but the page is read", () => {
  let reads = 0;
  const list = new Proxy(
    Array.from({ length: 1_000_000 }, (_, i) => i),
    {
      getOwnPropertyDescriptor: (of, key) => (reads++, Reflect.getOwnPropertyDescriptor(of, key)),
      ownKeys: () => ["length"],
    },
  );
  const { total, page } = partsOf(list);
  expect(total).toBe(1_000_000);
  expect(labels(page(0)).length).toBe(100);
  expect(page(999_950).at(-1)).toEqual({ label: "999999", value: 999_999 });
  expect(reads).toBeLessThan(300);
});

test("names beside elements follow them, and maps open by entries", () => {
  const list = Object.assign([1, 2], { note: "x" });
  expect(partsOf(list).page(0)).toEqual([
    { label: "0", value: 1 },
    { label: "1", value: 2 },
    { label: "note", value: "x" },
  ]);
  const many = new Map(Array.from({ length: 250 }, (_, i) => [`k${i}`, i]));
  expect(partsOf(many).page(200)).toHaveLength(50);
  expect(partsOf(many).page(200)[0]).toEqual({ label: "200", key: "k200", value: 200 });
});

test("a getter is called when it is asked for, with its own value", () => {
  const [name, mass] = partsOf(new Planet("Eris")).page(0);
  expect(name).toEqual({ label: "name", value: "Eris" });
  expect(mass && "get" in mass && mass.get()).toBe(2);
});

test("a long text opens in pieces that together are the whole", () => {
  const text = Array.from({ length: 12_345 }, (_, i) => i % 10).join("");
  const { total, page } = partsOf(text);
  expect(total).toBe(3);
  expect(
    page(0)
      .map((part) => ("note" in part ? part.note : ""))
      .join(""),
  ).toBe(text);
});

test("an object with a hundred thousand names opens by pages too", () => {
  const names = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`n${i}`, i]));
  const { total, page } = partsOf(names);
  expect([total, labels(page(99_900)).at(-1)]).toEqual([100_000, "n99999"]);
  expect(wordsOf(names).text).toBe("{n0: 0, n1: 1, n2: 2, n3: 3, n4: 4, n5: 5, n6: 6, n7: 7, …}");
});
