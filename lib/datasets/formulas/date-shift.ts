import { addMonths, firstMicros, lastMicros, monthsBetween } from "./calendar";
import { roundHalfAway } from "./rounding";
import { bindAll } from "./sql";
import { microsOf, monthsOf } from "./units";

const inRange = (sql: string) => `${sql} BETWEEN ${firstMicros} AND ${lastMicros}`;

/** A date so many units later; null outside of the years 1 to 9999, and for a part of a month. */
export function shiftDate(time: bigint, n: number, unit: string): bigint | null {
  if (time < firstMicros || time > lastMicros) return null;
  const micros = microsOf(unit);
  if (micros === null)
    return Number.isInteger(n) && Math.abs(n) <= 120_000 ? addMonths(time, n * monthsOf(unit)) : null;
  if (Math.abs(n * micros) > 1e18) return null;
  const shifted = time + BigInt(roundHalfAway(n * micros));
  return shifted < firstMicros || shifted > lastMicros ? null : shifted;
}

/** The same as SQL. */
export function shiftDateSql(date: string, n: string, unit: string): string {
  const micros = microsOf(unit);
  const shifted =
    micros === null
      ? `CASE WHEN v.n = trunc(v.n) AND abs(v.n) <= 120000 AND (year(v.d) * 12 + month(v.d) - 1 +
          CAST(v.n AS BIGINT) * ${monthsOf(unit)}) BETWEEN 12 AND 119999
          THEN v.d + to_months(CAST(v.n AS INTEGER) * ${monthsOf(unit)}) END`
      : `CASE WHEN abs(v.n * ${micros}::DOUBLE) <= 1e18 THEN list_transform(
          [epoch_us(v.d) + CAST(round(v.n * ${micros}::DOUBLE) AS BIGINT)],
          lambda t: CASE WHEN ${inRange("t")} THEN make_timestamp(t) END)[1] END`;
  return bindAll({ d: date, n }, `CASE WHEN ${inRange("epoch_us(v.d)")} THEN ${shifted} END`);
}

/** The same in Python. */
export const shiftDatePython = `if not FIRST <= d <= LAST:
    return None
months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
if months is None:
    size = MICROS[unit]
    if abs(n * size) > 1e18:
        return None
    moved = d + int(f_round(n * size))
else:
    if n != math.trunc(n) or abs(n) > 120_000:
        return None
    year, month, day = f_civil(d)
    year, month = divmod(year * 12 + month - 1 + int(n) * months, 12)
    if not 1 <= year <= 9999:
        return None
    day = min(day, calendar.monthrange(year, month + 1)[1])
    moved = (datetime(year, month + 1, day) - datetime(1970, 1, 1)).days * DAY + d % DAY
return moved if FIRST <= moved <= LAST else None`;

/** How many units later the second date is: whole ones for months and longer, else with their fraction. */
export function unitsBetween(from: bigint, to: bigint, unit: string): number {
  const micros = microsOf(unit);
  if (micros !== null) return Number(to - from) / micros;
  return Math.trunc(monthsBetween(from, to) / monthsOf(unit)) + 0;
}

/** The same as SQL. */
export function unitsBetweenSql(from: string, to: string, unit: string): string {
  const micros = microsOf(unit);
  if (micros !== null) return `((epoch_us(${to}) - epoch_us(${from})) / ${micros}::DOUBLE)`;
  const late = (a: string, b: string) =>
    `CASE WHEN day(${b}) < day(${a}) OR (day(${b}) = day(${a}) AND CAST(${b} AS TIME) < CAST(${a} AS TIME))
      THEN 1 ELSE 0 END`;
  const months = "((year(v.b) - year(v.a)) * 12 + month(v.b) - month(v.a))";
  const whole = `CASE WHEN v.b < v.a THEN ${months} + ${late("v.b", "v.a")}
    ELSE ${months} - ${late("v.a", "v.b")} END`;
  return bindAll({ a: from, b: to }, `trunc((${whole}) / ${monthsOf(unit)}.0)`);
}

/** The same in Python. */
export const unitsBetweenPython = `months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
if months is None:
    return (b - a) / MICROS[unit]
first, last, sign = (a, b, 1) if b >= a else (b, a, -1)
(y, m, d), (year, month, day) = f_civil(first), f_civil(last)
whole = (year - y) * 12 + month - m - ((day, last % DAY) < (d, first % DAY))
return float(sign * (whole // months))`;
