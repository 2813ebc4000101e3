import { cologneCode } from "./cologne";

/** Letters that stay when marks are taken off, and what they are compared as; from OpenRefine's keyer. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "oe",
  "©": "c",
  ð: "d",
  đ: "d",
  ɖ: "d",
  þ: "th",
  ƿ: "w",
  ħ: "h",
  ı: "i",
  ĸ: "k",
  ł: "l",
  ŋ: "n",
  ſ: "s",
  ŧ: "t",
  œ: "oe",
  ẜ: "s",
  ẝ: "s",
};
const space = /[\s\u0085]+/u;
// Marks, letters and symbols that modify others; punctuation; control signs that are no white space.
const modifiers = /[\u0300-\u036f\p{Lm}\p{Sk}]+/gu;
const signs = /[\p{P}\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/gu;

/** Text in small letters without marks, punctuation and control signs; white space stays inside. */
export function plainText(value: string): string {
  const bare = value.toLowerCase().normalize("NFKD").replace(modifiers, "");
  const latin = Array.from(bare, (letter) => letters[letter] ?? letter).join("");
  return latin.replace(signs, "");
}

/**
 * The words of a text, each once, in order: what differs in case, accents, punctuation or the order of words
 * has the same. As OpenRefine's fingerprint.
 *
 * @returns an empty text where there are no words
 */
export function fingerprint(value: string): string {
  const words = plainText(value).split(space);
  return [...new Set(words)]
    .filter((word) => word !== "")
    .sort()
    .join(" ");
}

/**
 * The runs of `size` code points in a text without its white space, each once, in order. As OpenRefine's
 * n-gram fingerprint, but never half a letter of two code units.
 *
 * @returns an empty text where it is shorter than that
 */
export function ngramFingerprint(value: string, size: number): string {
  const points = [...plainText(value).split(space).join("")];
  const runs = points.slice(size - 1).map((_, i) => points.slice(i, i + size).join(""));
  return [...new Set(runs)].sort().join("");
}

/**
 * How the Latin letters of a text sound (Kölner Phonetik), and beside it what else it is made of: digits and
 * other letters say something that is not heard.
 */
export function phoneticKey(value: string): string {
  const plain = [...plainText(value)];
  const heard = cologneCode(plain.filter((letter) => letter >= "a" && letter <= "z").join(""));
  const others = plain.filter((letter) => !(letter >= "a" && letter <= "z") && !space.test(letter));
  return [heard, others.join("")].filter((part) => part !== "").join(" ");
}
