import { nearestOf } from "./nearest";

/** Units of time with a length of their own, in microseconds. */
export const unitMicros = {
  second: 1e6,
  minute: 60e6,
  hour: 3_600e6,
  day: 86_400e6,
  week: 604_800e6,
} as const;
/** Units of time that are so many months. */
export const unitMonths = { month: 1, quarter: 3, year: 12 } as const;

/** What is wrong with the name of a unit of time, or null. */
export function wrongUnit(unit: string): string | null {
  const units = [...Object.keys(unitMicros), ...Object.keys(unitMonths)];
  if (units.includes(unit)) return null;
  const near = nearestOf(unit, units);
  return `one of ${units.map((one) => `'${one}'`).join(", ")}${near ? `; there is '${near}'` : ""}`;
}

/** The length of a unit in microseconds, or null for months and longer. */
export function microsOf(unit: string): number | null {
  return Object.hasOwn(unitMicros, unit) ? unitMicros[unit as keyof typeof unitMicros] : null;
}

/** How many months a unit is. */
export function monthsOf(unit: string): number {
  return unitMonths[unit as keyof typeof unitMonths];
}
