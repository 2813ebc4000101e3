import type { Counted, TextFigures } from "./report";

/** More texts that differ are not taken apart into words. */
export const mostSplitTexts = 200_000;
const mostWords = 10;

/**
 * Lengths, characters and words of a column of text.
 *
 * @param texts the texts that differ, at least one
 * @param counts in how many rows each stands
 */
export function textFigures(texts: readonly string[], counts: ArrayLike<number>): TextFigures {
  const used = new Uint8Array(0x110000);
  const byLength = new Map<number, number>();
  let [characters, rows] = [0, 0];
  texts.forEach((text, i) => {
    const length = markCharacters(text, used);
    byLength.set(length, (byLength.get(length) ?? 0) + counts[i]!);
    characters += length * counts[i]!;
    rows += counts[i]!;
  });
  const lengths = [...byLength].sort(([a], [b]) => a - b);
  return {
    lengths: {
      min: lengths[0]![0],
      median: (atRank(lengths, Math.floor((rows - 1) / 2)) + atRank(lengths, Math.floor(rows / 2))) / 2,
      mean: characters / rows,
      max: lengths.at(-1)![0],
    },
    characters,
    distinctCharacters: used.reduce((sum, is) => sum + is, 0),
    words: texts.length <= mostSplitTexts ? wordsOf(texts, counts) : null,
  };
}

/** Marks the characters of a text, and says how many it has. */
function markCharacters(text: string, used: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < text.length; length++) {
    const point = text.codePointAt(i)!;
    used[point] = 1;
    i += point > 0xffff ? 2 : 1;
  }
  return length;
}

function atRank(lengths: readonly [number, number][], rank: number): number {
  let before = 0;
  for (const [length, count] of lengths) {
    before += count;
    if (rank < before) return length;
  }
  return NaN;
}

function wordsOf(texts: readonly string[], counts: ArrayLike<number>): Counted[] {
  const words = new Map<string, number>();
  texts.forEach((text, i) => {
    for (const word of text.split(/\s+/))
      if (word !== "") words.set(word, (words.get(word) ?? 0) + counts[i]!);
  });
  return [...words]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, mostWords);
}
