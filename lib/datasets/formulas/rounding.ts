/** The nearest whole number; halves go away from zero. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** A number to some decimal digits, from -15 to 15; halves as they stand in binary go away from zero. */
export function roundTo(x: number, digits: number): number {
  if (digits === 0) return roundHalfAway(x);
  if (digits < 0) return roundHalfAway(x / 10 ** -digits) * 10 ** -digits;
  return Math.abs(x) < 1e15 ? roundHalfAway(x * 10 ** digits) / 10 ** digits : x;
}
