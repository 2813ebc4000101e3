import { AppError } from "@/lib/errors";

/**
 * What a JSON text may be made of: `depth` of objects and lists in one another,
 * and `keys` of all objects together.
 */
export type JsonShape = { depth: number; keys: number };

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const opens = new Set([0x5b, 0x7b]);
const closes = new Set([0x5d, 0x7d]);
/** The name by which an object would get another prototype, however it is written. */
const prototype = new RegExp(`"${[..."__proto__"].map(letterOrEscape).join("")}"\\s*:`);

/**
 * Reads a JSON text once, byte by byte, before it is parsed: a parser makes an object of every key and a
 * frame of every level, and a small body can ask for more of both than the process has time for. Whether
 * it is JSON at all, the parser says.
 *
 * @throws {AppError} TOO_LARGE for more keys or levels than `shape` allows; INVALID for a `__proto__`
 */
export function requireShape(text: Buffer, shape: JsonShape): void {
  let [depth, keys] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!;
    if (byte === quote) at = endOfString(text, at);
    else if (byte === colon) keys += 1;
    else if (opens.has(byte)) depth += 1;
    else if (closes.has(byte)) depth -= 1;
    if (depth > shape.depth)
      throw new AppError("TOO_LARGE", `The body may be at most ${shape.depth} levels deep.`);
    if (keys > shape.keys) throw new AppError("TOO_LARGE", `The body may have at most ${shape.keys} keys.`);
  }
  if (keys > 0 && prototype.test(text.toString("latin1")))
    throw new AppError("INVALID", `The body may have no key "__proto__".`);
}

/** A letter as it stands in a JSON text: itself, or the escape of its code in digits of either case. */
function letterOrEscape(letter: string): string {
  const code = letter.charCodeAt(0).toString(16).padStart(4, "0");
  const digits = [...code].map((digit) => `[${digit}${digit.toUpperCase()}]`).join("");
  return `(?:${letter}|\\\\u${digits})`;
}

/** The place of the quote that ends the string which begins at `start`, or the end of the text. */
function endOfString(text: Buffer, start: number): number {
  let at = start;
  do {
    at = text.indexOf(quote, at + 1);
    if (at === -1) return text.length;
  } while (isEscaped(text, at, start));
  return at;
}

/** Whether an odd number of backslashes stands before a quote. */
function isEscaped(text: Buffer, at: number, start: number): boolean {
  let first = at;
  while (first - 1 > start && text[first - 1] === backslash) first -= 1;
  return (at - first) % 2 === 1;
}
