import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ago,
  bytes,
  columnDecimals,
  counted,
  duration,
  exact,
  exactColumn,
  fixed,
  initials,
  integer,
  measured,
  percent,
  personColour,
  significant,
  tick,
} from "./format";

/** The number that a text says, as a reader takes it. */
function read(text: string): number {
  const millions = text.endsWith(" M") ? 1e6 : 1;
  return Number(text.replace(/ M$/, "").replaceAll(",", "").replaceAll("−", "-")) * millions;
}
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const sensible = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
const decimals = (text: string) => text.split(".")[1]?.length ?? 0;

describe("a number as data", () => {
  test("reads back as the very same number", () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(read(exact(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
  test.each([
    [2458000.5, "2458000.5"],
    [0.1 + 0.2, "0.30000000000000004"],
    [-0, "0"],
    [-1.5, "−1.5"],
    [1e-7, "1e−7"],
    [-2.5e-9, "−2.5e−9"],
    [1e21, "1e21"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [5e-324, "5e−324"],
    [NaN, "NaN"],
    [null, "–"],
    [undefined, "–"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ])("%s is %s", (value, text) => expect(exact(value)).toBe(text));

  test("stays the very same in a column, whose points stand below each other", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(finite, fc.constant(null), fc.float({ noNaN: true }))), (values) => {
        const write = exactColumn(values);
        for (const value of values)
          if (value !== null && Number.isFinite(value))
            expect(read(write(value))).toBe(value === 0 ? 0 : value);
      }),
    );
    const hundredths = fc.integer({ min: -1e9, max: 1e9 }).map((count) => count / 100);
    fc.assert(
      fc.property(fc.array(hundredths, { minLength: 1 }), (values) => {
        const write = exactColumn(values);
        expect(new Set(values.map((value) => decimals(write(value)))).size).toBe(1);
      }),
    );
  });
  test("is filled up with zeros where few decimals are enough, and never where it would pretend", () => {
    const texts = (values: (number | null)[]) => values.map(exactColumn(values));
    expect(texts([2458000.5, 3, -0.25, null])).toEqual(["2458000.50", "3.00", "−0.25", "–"]);
    expect(texts([1, 22, 333])).toEqual(["1", "22", "333"]);
    expect(texts([0.1 + 0.2, 0.5])).toEqual(["0.30000000000000004", "0.5"]);
    expect(texts([1e-9, 0.5])).toEqual(["1e−9", "0.5"]);
    expect(texts([0.5, Infinity, NaN])).toEqual(["0.5", "∞", "NaN"]);
  });
});

describe("a measured number", () => {
  test("is at most half a unit of its last digit away", () => {
    fc.assert(
      fc.property(sensible, fc.integer({ min: 1, max: 8 }), (value, digits) => {
        const distance = Math.abs(read(significant(value, digits)) - value);
        const size = Math.abs(value);
        const bound = size >= 1_000 && size < 1e9 ? 0.5 : size * 10 ** (1 - digits) * 0.5;
        expect(distance).toBeLessThanOrEqual(bound * (1 + 1e-9) + Number.MIN_VALUE);
      }),
    );
  });
  test("is never a zero with a sign", () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 0, max: 6 }), (value, digits) => {
        for (const text of [
          fixed(value, digits),
          significant(value, digits + 1),
          integer(value),
          tick(value),
        ])
          expect(text).not.toMatch(/^[-−]0*(\.0*)?$/);
      }),
    );
    expect([fixed(-0.001, 2), fixed(-0, 1), percent(-0.0001), integer(-0.4)]).toEqual([
      "0.00",
      "0.0",
      "0.0 %",
      "0",
    ]);
  });
  test.each([
    [0.00101, 4, "0.00101"],
    [46504.2, 4, "46,504"],
    [1.8e-4, 4, "1.8e−4"],
    [1.23456e-4, 4, "1.235e−4"],
    [2458000.5, 4, "2,458,001"],
    [3.2e12, 4, "3.2e12"],
    [999.96, 4, "1000"],
    [0, 4, "0"],
    [-12.3456, 3, "−12.3"],
  ])("%s to %s digits is %s", (value, digits, text) => expect(significant(value, digits)).toBe(text));
  test.each([
    [1.005, 2, "1.00"],
    [0.15625, 4, "0.1563"],
    [-1.5, 0, "−2"],
    [1e300, 2, "1e300"],
    [null, 2, "–"],
    [Infinity, 2, "∞"],
  ])("%s with %s decimals is %s", (value, digits, text) => expect(fixed(value, digits)).toBe(text));
});

describe("a tick of an axis", () => {
  test("says its number to twelve digits", () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(Math.abs(read(tick(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-11);
      }),
    );
  });
  test.each([
    [0.2, "0.2"],
    [0.1 + 0.2, "0.3"],
    [-0.30000000000000004, "−0.3"],
    [0, "0"],
    [-0, "0"],
    [46500, "46,500"],
    [1234.5, "1,234.5"],
    [2_458_000, "2.458 M"],
    [-5e6, "−5 M"],
    [1e-5, "1e−5"],
    [2.5e11, "2.5e11"],
  ])("%s is %s", (value, text) => expect(tick(value)).toBe(text));
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [9_949, "9.9 kB"],
  [9_950, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [2_100_000, "2.1 MB"],
  [8 * 2 ** 30, "8.6 GB"],
  [5e15, "5000 TB"],
  [null, "–"],
])("%s bytes are %s", (count, text) => expect(bytes(count)).toBe(text));

test.each([
  [0.2, "0 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [9_949, "9.9 s"],
  [9_951, "10 s"],
  [59_600, "1 m 00 s"],
  [112_000, "1 m 52 s"],
  [3_599_600, "1 h 0 m"],
  [90_000_000, "25 h 0 m"],
  [null, "–"],
])("%s ms last %s", (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

test("a length of time never steps back while it grows", () => {
  const seconds = (text: string) =>
    [...text.matchAll(/([\d.]+) (ms|s|m|h)/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * { ms: 1e-3, s: 1, m: 60, h: 3_600 }[unit as "s"],
      0,
    );
  fc.assert(
    fc.property(fc.nat(1e8), fc.nat(1e5), (from, more) => {
      expect(seconds(duration(from + more))).toBeGreaterThanOrEqual(seconds(duration(from)));
    }),
  );
});

test("a time is told by how long ago it was, and by its date from a day on", () => {
  const now = new Date("2026-03-10T12:00:00Z");
  const at = (text: string) => ago(new Date(text), now);
  expect(at("2026-03-10T12:00:30Z")).toBe("now"); // a clock that runs ahead
  expect(at("2026-03-10T11:59:30Z")).toBe("now");
  expect(at("2026-03-10T11:00:01Z")).toBe("59 min ago");
  expect(at("2026-03-09T12:00:01Z")).toBe("23 h ago");
  expect(at("2026-03-09T12:00:00Z")).toBe("9 Mar");
  expect(at("2025-12-31T23:59:59Z")).toBe("31 Dec 2025");
});

test("names give initials and one of four colours, whatever they are made of", () => {
  expect(["Inés Carvajal", " ada ", "", "🌊 wave", "Ana María de la Cruz"].map(initials)).toEqual([
    "IC",
    "A",
    "?",
    "🌊W",
    "AC",
  ]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect([1, 2, 3, 4]).toContain(personColour(name));
      expect(personColour(name)).toBe(personColour(name));
      expect(initials(name).isWellFormed()).toBe(true);
    }),
  );
  expect([counted(1, "run"), counted(2_000, "run"), counted(0, "run")]).toEqual([
    "1 run",
    "2,000 runs",
    "0 runs",
  ]);
});

test("a column has as many decimals as its largest value needs, whole numbers none", () => {
  expect(columnDecimals([0.987, 0.5, 0])).toBe(3);
  expect(columnDecimals([12.5, 0.001])).toBe(2);
  expect(columnDecimals([123_456.7])).toBe(0);
  expect(columnDecimals([0.00123])).toBe(5);
  expect(columnDecimals([1, 20, 3])).toBe(0);
  expect(columnDecimals([NaN, Infinity])).toBe(0);
  expect(columnDecimals([])).toBe(0);
});

test("a measured number never loses what it is: NaN, infinity and what is small stay visible", () => {
  expect(measured(null, 3)).toBe("–");
  expect(measured(NaN, 3)).toBe("NaN");
  expect(measured(-Infinity, 3)).toBe("−∞");
  expect(measured(0.00001, 3)).toBe("1.00e−5");
  expect(measured(0, 3)).toBe("0.000");
  expect(measured(-0.25, 3)).toBe("−0.250");
  expect(measured(1_234.5, 1)).toBe("1,234.5");
  expect(measured(2e12, 0)).toBe("2.00e12");
});

test("nothing is minus zero", () => {
  expect(fixed(-0.001, 2)).toBe("0.00");
  expect(fixed(-0.006, 2)).toBe("−0.01");
  expect(exact(1e-5)).toBe("0.00001");
});
