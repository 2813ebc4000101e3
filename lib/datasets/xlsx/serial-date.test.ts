import fc from "fast-check";
import { expect, test } from "vitest";
import { serialText } from "./serial-date";

test("days of 1900 are one off before the 29 February that never was", () => {
  const days = [1, 31, 32, 59, 60, 61, 366].map((serial) => serialText(serial, "day", 1900));
  expect(days).toEqual([
    "1900-01-01",
    "1900-01-31",
    "1900-02-01",
    "1900-02-28",
    "1900-02-29",
    "1900-03-01",
    "1900-12-31",
  ]);
  expect(serialText(0, "day", 1904)).toBe("1904-01-01");
});

test("what a spreadsheet shows no date for is none", () => {
  expect(serialText(2_958_465, "day", 1900)).toBe("9999-12-31");
  for (const serial of [-1, 2_958_466, 0, Number.NaN, Infinity])
    expect(serialText(serial, "day", 1900)).toBeNull();
});

test("a time of day has no date, and one that has a date keeps it", () => {
  expect(serialText(0.25, "time", 1900)).toBe("06:00:00");
  expect(serialText(45_000.25, "time", 1900)).toBe("2023-03-15 06:00:00");
  expect(serialText(0.999_999_999_9, "time", 1900)).toBe("23:59:59.999991");
});

test("lengths of time go beyond a day and below nothing", () => {
  expect(serialText(1.25, "duration", 1900)).toBe("30:00:00");
  expect(serialText(-0.5, "duration", 1900)).toBe("-12:00:00");
});

test("every millisecond from 1900 to 2100 comes back from its serial number", () => {
  const first = Date.UTC(1900, 2, 1);
  fc.assert(
    fc.property(fc.integer({ min: first, max: Date.UTC(2100, 0, 1) }), (time) => {
      const text = serialText((time - Date.UTC(1899, 11, 30)) / 86_400_000, "day", 1900)!;
      expect(Date.parse(text.includes(" ") ? `${text.replace(" ", "T")}Z` : text)).toBe(time);
    }),
    { numRuns: 5_000 },
  );
});
