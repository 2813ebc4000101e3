/**
 * How many letters must be put in, taken out or replaced to make one text of another (Levenshtein), by code
 * points.
 *
 * @returns the distance where it is at most `most`, else `most + 1`
 */
export function distanceWithin(a: readonly string[], b: readonly string[], most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Uint16Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const now = new Uint16Array(b.length + 1).fill(most + 1);
    now[0] = i;
    const [from, to] = [Math.max(1, i - most), Math.min(b.length, i + most)];
    let least = from === 1 ? i : most + 1;
    for (let j = from; j <= to; j++) {
      const replaced = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const taken = j < i + most ? before[j]! + 1 : most + 1;
      const put = now[j - 1]! + 1;
      now[j] = Math.min(replaced, taken, put, most + 1);
      least = Math.min(least, now[j]!);
    }
    if (least > most) return most + 1;
    before = now;
  }
  return Math.min(before[b.length]!, most + 1);
}

/** A text that is compared, as code points. */
export type Compared = readonly string[];

/**
 * Finds the texts near to others without comparing each with each, and misses none: of a text in
 * `most + 1` pieces one piece at least stands unchanged, near its place, in every text within `most` changes.
 */
export function nearIndex(texts: readonly Compared[], most: number) {
  const byPiece = new Map<string, number[]>();
  const lengths = new Set(texts.map(({ length }) => length));
  texts.forEach((text, at) => {
    for (const { key } of piecesOf(text, most)) {
      const known = byPiece.get(key);
      if (known) known.push(at);
      else byPiece.set(key, [at]);
    }
  });
  /** The texts that may be within `most` changes of a text, by their places, each once. */
  return (text: Compared): Set<number> => {
    const found = new Set<number>();
    for (let length = text.length - most; length <= text.length + most; length++) {
      if (!lengths.has(length)) continue;
      for (const { from, size, piece } of spans(length, most)) {
        const last = Math.min(text.length - size, from + most);
        for (let start = Math.max(0, from - most); start <= last; start++)
          byPiece.get(keyOf(length, piece, text.slice(start, start + size)))?.forEach((at) => found.add(at));
      }
    }
    return found;
  };
}

function piecesOf(text: Compared, most: number): { key: string }[] {
  return spans(text.length, most).map(({ from, size, piece }) => ({
    key: keyOf(text.length, piece, text.slice(from, from + size)),
  }));
}

function keyOf(length: number, piece: number, letters: readonly string[]): string {
  return `${length} ${piece} ${letters.join("")}`;
}

/** Where the pieces of a text of some length lie: as long as each other, the last ones a letter longer. */
function spans(length: number, most: number): { from: number; size: number; piece: number }[] {
  const short = Math.floor(length / (most + 1));
  const longer = length - short * (most + 1);
  const sizes = Array.from({ length: most + 1 }, (_, i) => short + (i > most - longer ? 1 : 0));
  return sizes.map((size, piece) => ({
    from: sizes.slice(0, piece).reduce((sum, one) => sum + one, 0),
    size,
    piece,
  }));
}
