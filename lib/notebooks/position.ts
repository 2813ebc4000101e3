/** A place in an order, compared as text: digits of base 62 in the order of their codes. */
export type Position = string;

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const base = digits.length;
/** Digits that count places before and after all others, and random ones: five of base 62 are 30 bits. */
const [countDigits, randomDigits] = [3, 5];

const valueOf = (text: string) => [...text].reduce((sum, digit) => sum * base + digits.indexOf(digit), 0);
const textOf = (value: number): string =>
  Array.from(
    { length: countDigits },
    (_, i) => digits[Math.floor(value / base ** (countDigits - 1 - i)) % base],
  ).join("");

/** Whether a text can be a position: only digits, and not so many that somebody filled the document. */
export function isPosition(text: unknown): text is Position {
  return typeof text === "string" && /^[0-9A-Za-z]{1,200}$/.test(text);
}

/**
 * Positions of a list's items, in their order, with room before and after them all.
 *
 * @param random gives a number from 0 to below 1
 */
export function firstPositions(count: number, random: () => number): Position[] {
  const start = Math.floor(base ** countDigits / 2);
  return Array.from({ length: count }, (_, i) => textOf(start + i) + jitter(random));
}

/**
 * A position between two others, `null` for either end. It ends in 30 random bits, so that two people who
 * put something into one gap hardly ever get the same.
 *
 * @throws {RangeError} where the first is not before the second
 */
export function positionBetween(
  before: Position | null,
  after: Position | null,
  random: () => number,
): Position {
  if (before !== null && after !== null && before >= after) throw new RangeError("there is no room between");
  const stepped = steppedFrom(before, after);
  if (stepped) return stepped + jitter(random);
  let middle = middleOf(before ?? "", after);
  // a beginning of what comes after, with more digits behind it, could stand behind it
  while (after?.startsWith(middle)) middle = middleOf(before ?? "", middle);
  return middle + jitter(random);
}

/** At an end one counts on, so that positions stay short however much is added there. */
function steppedFrom(before: Position | null, after: Position | null): string | null {
  if (before === null && after === null) return textOf(Math.floor(base ** countDigits / 2));
  if (before !== null && after !== null) return null;
  const edge = (before ?? after)!.slice(0, countDigits).padEnd(countDigits, digits[0]);
  const value = valueOf(edge) + (before === null ? -1 : 1);
  return value > 0 && value < base ** countDigits ? textOf(value) : null;
}

/** The shortest text in the middle between two, of which the first may be empty and the second endless. */
function middleOf(before: string, after: string | null): string {
  let same = 0;
  while (after !== null && (before[same] ?? digits[0]) === after[same]) same += 1;
  if (after !== null && same > 0)
    return after.slice(0, same) + middleOf(before.slice(same), after.slice(same));
  const low = before === "" ? 0 : digits.indexOf(before[0]!);
  const high = after === null || after === "" ? base : digits.indexOf(after[0]!);
  if (high - low > 1) return digits[Math.round((low + high) / 2)]!;
  if (after !== null && after.length > 1) return after[0]!;
  return digits[low]! + middleOf(before.slice(1), null);
}

/** Never ends in the lowest digit: below such a text there would be no room. */
function jitter(random: () => number): string {
  const any = Array.from({ length: randomDigits - 1 }, () => digits[Math.floor(random() * base)]);
  return any.join("") + digits[1 + Math.floor(random() * (base - 1))];
}
