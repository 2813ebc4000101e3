/** Letters whose code is always the same; H has none. */
const plain: Readonly<Record<string, string>> = {
  ...{ a: "0", e: "0", i: "0", j: "0", o: "0", u: "0", y: "0" },
  ...{ b: "1", f: "3", v: "3", w: "3", g: "4", k: "4", q: "4" },
  ...{ l: "5", m: "6", n: "6", r: "7", s: "8", z: "8", h: "" },
};

/**
 * A word as it sounds, by the rules of Kölner Phonetik (Postel 1969): a digit for each group of letters,
 * repeated digits once, vowels at the beginning alone.
 *
 * @param word small letters from a to z
 */
export function cologneCode(word: string): string {
  const codes = Array.from(word, (letter, i) => codeOf(letter, word[i - 1], word[i + 1], i === 0)).join("");
  const single = codes.replace(/(.)\1+/g, "$1");
  return single.slice(0, 1) + single.slice(1).replaceAll("0", "");
}

function codeOf(letter: string, before = "", after = "", isFirst: boolean): string {
  const follows = (some: string) => after !== "" && some.includes(after);
  const isAfter = (some: string) => before !== "" && some.includes(before);
  if (letter === "p") return after === "h" ? "3" : "1";
  if (letter === "d" || letter === "t") return follows("csz") ? "8" : "2";
  if (letter === "x") return isAfter("ckq") ? "8" : "48";
  if (letter === "c") {
    if (isFirst) return follows("ahkloqrux") ? "4" : "8";
    return follows("ahkoqux") && !isAfter("sz") ? "4" : "8";
  }
  return plain[letter] ?? "";
}
