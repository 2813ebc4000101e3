/**
 * Letters that are newer than the Unicode of some engines, as first and last: they are left as they are,
 * so that all engines agree.
 */
const newer: readonly (readonly [number, number])[] = [
  [0x19b, 0x19b],
  [0x264, 0x264],
  [0x1c89, 0x1c8a],
  [0xa7cb, 0xa7cf],
  [0xa7d2, 0xa7d5],
  [0xa7da, 0xa7dc],
  [0x10d50, 0x10d85],
  [0x16ea0, 0x16ed3],
];
/** Small letters whose one capital is not what JavaScript makes of them alone. */
const greek: readonly (readonly [number, number])[] = [
  [0x1f80, 0x1f87],
  [0x1f90, 0x1f97],
  [0x1fa0, 0x1fa7],
];
const capitals: Readonly<Record<string, string>> = { ß: "ẞ", ᾳ: "ᾼ", ῃ: "ῌ", ῳ: "ῼ" };

/** Text in capitals, letter by letter: as many code points as before. */
export function upperCase(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0)!;
    if (isIn(greek, code)) return String.fromCodePoint(code + 8);
    return capitals[letter] ?? alone(letter, code, letter.toUpperCase());
  }).join("");
}

/** Text in small letters, letter by letter: as many code points as before. */
export function lowerCase(text: string): string {
  return Array.from(text, (letter) =>
    letter === "İ" ? "i" : alone(letter, letter.codePointAt(0)!, letter.toLowerCase()),
  ).join("");
}

function alone(letter: string, code: number, changed: string): string {
  const one = changed.length === String.fromCodePoint(changed.codePointAt(0)!).length;
  return one && !isIn(newer, code) ? changed : letter;
}

function isIn(ranges: readonly (readonly [number, number])[], code: number): boolean {
  return code > 0x100 && ranges.some(([first, last]) => code >= first && code <= last);
}
