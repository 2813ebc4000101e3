import type { NumberKind } from "./number-format";

const dayMilliseconds = 86_400_000;
/** Days of the year 9999: beyond, a spreadsheet shows no date. */
const lastSerial = { 1900: 2_958_465, 1904: 2_957_003 } as const;

/** The day that a workbook counts from. 1900 had no 29 February, and workbooks of that epoch have one. */
export type Epoch = 1900 | 1904;

/**
 * A serial number of a spreadsheet as a date (2023-01-31), a date with time (2023-01-31 08:30:00), a time
 * (08:30:00) or a length of time (36:00:00): to the millisecond, and to the microsecond where it is finer.
 *
 * @returns null where a spreadsheet shows no date for it
 */
export function serialText(serial: number, kind: NumberKind, epoch: Epoch): string | null {
  if (kind === "duration") return durationText(serial);
  if (!Number.isFinite(serial) || serial < 0 || serial >= lastSerial[epoch] + 1) return null;
  const { days, micros } = partsOf(serial);
  if (kind === "time" && days === 0) return timeText(micros);
  if (epoch === 1900 && days === 0) return null;
  const time = micros === 0 ? "" : ` ${timeText(micros)}`;
  return dayText(days, epoch) + time;
}

function partsOf(serial: number): { days: number; micros: number } {
  const days = Math.floor(serial);
  const micros = toMicros((serial - days) * dayMilliseconds);
  return micros >= dayMilliseconds * 1_000 ? { days: days + 1, micros: 0 } : { days, micros };
}

/** Whole milliseconds where the serial number, a double, cannot tell them from it; else microseconds. */
function toMicros(milliseconds: number): number {
  const whole = Math.round(milliseconds);
  return Math.abs(milliseconds - whole) < 0.002 ? whole * 1_000 : Math.round(milliseconds * 1_000);
}

function dayText(days: number, epoch: Epoch): string {
  if (epoch === 1900 && days === 60) return "1900-02-29"; // a day that never was, as the spreadsheet shows it
  const first = epoch === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(first + days * dayMilliseconds).toISOString().slice(0, 10);
}

function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const text = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return text + fractionText(micros % 1_000_000);
}

function durationText(serial: number): string | null {
  if (!Number.isFinite(serial) || Math.abs(serial) > lastSerial[1900]) return null;
  const { days, micros } = partsOf(Math.abs(serial));
  const seconds = Math.floor(micros / 1_000_000);
  const hours = days * 24 + Math.floor(seconds / 3_600);
  const text = [hours, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return (serial < 0 ? "-" : "") + text + fractionText(micros % 1_000_000);
}

function fractionText(micros: number): string {
  if (micros === 0) return "";
  const text = String(micros).padStart(6, "0");
  return `.${micros % 1_000 === 0 ? text.slice(0, 3) : text}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
