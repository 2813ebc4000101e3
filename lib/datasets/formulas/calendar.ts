/** Microseconds of a day. */
export const dayMicros = 86_400_000_000n;
/** The first and the last microsecond that a formula makes: years 1 to 9999. */
export const firstMicros = -62_135_596_800_000_000n;
export const lastMicros = 253_402_300_799_999_999n;

/** A day of the Gregorian calendar; months and days from 1. */
export type Civil = { year: number; month: number; day: number };

/** The quotient rounded down, also for what is below 0. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** The day in which a time lies, in days since 1970. */
export function dayOf(micros: bigint): number {
  return Number(floorDiv(micros, dayMicros));
}

/** Microseconds since the day of a time began. */
export function microsOfDay(micros: bigint): number {
  return Number(micros - floorDiv(micros, dayMicros) * dayMicros);
}

/** Days since 1970 of a day, in a calendar that is Gregorian for all time. */
export function daysFromCivil({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month and day of a number of days since 1970. */
export function civilFromDays(days: number): Civil {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))
    ? 28
    : [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

/** A time from its day and the microseconds since that began, or null outside of the years 1 to 9999. */
export function timeOf(days: number, micros: number): bigint | null {
  const time = BigInt(days) * dayMicros + BigInt(micros);
  return time < firstMicros || time > lastMicros ? null : time;
}

/** A time so many months later, its day of the month kept or the last one there is. */
export function addMonths(time: bigint, months: number): bigint | null {
  const { year, month, day } = civilFromDays(dayOf(time));
  const index = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  const clamped = Math.min(day, daysInMonth(newYear, newMonth));
  return timeOf(daysFromCivil({ year: newYear, month: newMonth, day: clamped }), microsOfDay(time));
}

/** Whole months from one time to a later one; below 0 where it is earlier. */
export function monthsBetween(from: bigint, to: bigint): number {
  if (to < from) return -monthsBetween(to, from) + 0;
  const [a, b] = [civilFromDays(dayOf(from)), civilFromDays(dayOf(to))];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const early = b.day < a.day || (b.day === a.day && microsOfDay(to) < microsOfDay(from));
  return months - (early ? 1 : 0);
}

/** A time as DuckDB writes it: `2020-01-31 12:00:00`, with microseconds where it has any. */
export function isoMicros(time: bigint): string {
  const { year, month, day } = civilFromDays(dayOf(time));
  const micros = microsOfDay(time);
  const two = (n: number) => String(n).padStart(2, "0");
  const seconds = Math.floor(micros / 1e6);
  const fraction =
    micros % 1e6 === 0
      ? ""
      : `.${String(micros % 1e6)
          .padStart(6, "0")
          .replace(/0+$/, "")}`;
  const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)} ${clock.join(":")}${fraction}`;
}

/** A time from `2020-01-31`, `2020-01-31 12:00` or an ISO time in UTC, or null where it is none. */
export function parseIso(text: string): bigint | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?Z?$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isDay = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 59) return null;
  const micros = ((hour * 60 + minute) * 60 + second) * 1e6 + Number((match[7] ?? "").padEnd(6, "0"));
  return timeOf(daysFromCivil({ year, month, day }), micros);
}
