import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, civilFromDays, daysFromCivil, isoMicros, monthsBetween, parseIso } from "./calendar";
import { roundHalfAway, roundTo } from "./rounding";

test("days and dates are each other's inverse, and those of JavaScript", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
      const civil = civilFromDays(days);
      const date = new Date(days * 86_400_000);
      return (
        daysFromCivil(civil) === days &&
        civil.year === date.getUTCFullYear() &&
        civil.month === date.getUTCMonth() + 1 &&
        civil.day === date.getUTCDate()
      );
    }),
  );
});

test("a time is read as it is written, to the microsecond", () => {
  for (const text of ["2020-02-29 23:59:59.999999", "0001-01-01 00:00:00", "1969-12-31 23:59:59.5"])
    expect(isoMicros(parseIso(text)!)).toBe(text);
  expect(parseIso("2020-01-31T12:00:00Z")).toBe(parseIso("2020-01-31 12:00"));
  for (const text of ["2019-02-29", "2020-13-01", "2020-01-01 24:00", "0000-01-01", "1.2.2020", ""])
    expect(parseIso(text)).toBeNull();
});

test("months keep the day or take the last one, and are counted whole", () => {
  const [january, march] = [parseIso("2020-01-31")!, parseIso("2020-03-01")!];
  expect(isoMicros(addMonths(january, 1)!)).toBe("2020-02-29 00:00:00");
  expect(isoMicros(addMonths(january, -2)!)).toBe("2019-11-30 00:00:00");
  expect(addMonths(january, 12 * 8_000)).toBeNull();
  expect(monthsBetween(january, march)).toBe(1);
  expect(monthsBetween(march, january)).toBe(-1);
});

test("halves are rounded away from zero, and what is below a half is not", () => {
  expect([2.5, -2.5, 0.49999999999999994, 1e300, -0.2].map(roundHalfAway)).toEqual([3, -3, 0, 1e300, -0]);
  expect([roundTo(12.345, 1), roundTo(1250, -2), roundTo(1e16, 3)]).toEqual([12.3, 1300, 1e16]);
});
