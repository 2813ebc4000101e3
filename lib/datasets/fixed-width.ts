const leastLines = 3;
/** Lines that are kept to be looked at once more when the columns are known. */
const keptLines = 1_000;
/** The widest line, in characters, whose columns are looked for. */
const widest = 100_000;

/** How the lines of a text stand in columns of fixed width. */
export type FixedGuess = {
  /** Where each column but the first begins, in characters (code points) from 0. */
  boundaries: number[];
  /** Whether it can be nothing else: filled up with blanks, named by the header, and as long as needed. */
  sure: boolean;
};

/**
 * The cells of a line whose columns begin at fixed places, without the blanks around them. Columns that
 * begin behind the end of the line have no cell.
 *
 * @param boundaries where each column but the first begins, in code points from 0, ascending
 */
export function fixedCells(line: string, boundaries: readonly number[]): string[] {
  const text = codePoints(line);
  const starts = [0, ...boundaries.filter((at) => at < text.length)];
  return starts.map((start, i) => withoutBlanks(joined(text.slice(start, starts[i + 1]))));
}

/** The first boundary at which a value stands on both sides of it; null where there is none. */
export function crossedAt(line: string, boundaries: readonly number[]): number | null {
  const text = codePoints(line);
  const isFilled = (at: number) => at < text.length && text[at] !== " ";
  return boundaries.find((at) => isFilled(at - 1) && isFilled(at)) ?? null;
}

/**
 * Looks at lines one after the other for columns that are blank in all of them. The first one names the
 * columns.
 *
 * @returns `guess` is null where there are no such columns, or fewer than three lines
 */
export function blankColumns(): { push: (line: string) => void; guess: () => FixedGuess | null } {
  let filled = new Uint32Array(256);
  let [lines, unfit, shortest, longest] = [0, false, Infinity, 0];
  const first: string[] = [];
  function push(line: string): void {
    if (withoutBlanks(line) === "") return;
    // Nobody can tell how wide a tab is.
    unfit ||= line.length > widest || line.includes("\t");
    if (unfit) return;
    lines += 1;
    if (first.length < keptLines) first.push(line);
    const text = codePoints(line);
    if (text.length > filled.length) filled = grown(filled, text.length);
    let end = 0;
    for (let i = 0; i < text.length; i++) if (text[i] !== " ") filled[(end = i + 1) - 1]! += 1;
    [shortest, longest] = [Math.min(shortest, end), Math.max(longest, end)];
  }
  function guess(): FixedGuess | null {
    if (lines < leastLines || unfit) return null;
    const gaps = gapsIn(filled.subarray(0, longest));
    const boundaries = gaps.map(({ to }) => to);
    const names = fixedCells(first[0]!, boundaries);
    if (boundaries.length === 0 || names.length <= boundaries.length || names.includes("")) return null;
    const ends = [...gaps.map(({ from }) => from), longest];
    const isUsed = (end: number, i: number) =>
      filled.subarray(gaps[i - 1]?.to ?? 0, end).some((count) => 2 * count >= lines);
    if (!ends.every(isUsed)) return null;
    // Words with one blank between them may be a text, or have blanks for delimiters.
    const isPadded = ({ from, to }: Gap) => to - from > 1 || filled[to]! < lines || filled[from - 1]! < lines;
    // Two blanks inside of a cell may be all that is left of a boundary.
    const isOne = (line: string) => !fixedCells(line, boundaries).some((cell) => cell.includes("  "));
    const sure = gaps.every(isPadded) && shortest > boundaries.at(-1)! && first.every(isOne);
    return { boundaries, sure };
  }
  return { push, guess };
}

/**
 * Where columns may begin, as a first proposal to be changed by hand: by columns that are blank in all lines,
 * else by the words of the first one.
 */
export function proposedBoundaries(lines: readonly string[]): number[] {
  const look = blankColumns();
  for (const line of lines) look.push(line);
  const found = look.guess()?.boundaries;
  if (found) return found;
  const text = codePoints(lines.find((line) => line.trim() !== "") ?? "");
  const starts: number[] = [];
  for (let i = 1; i < text.length; i++) if (text[i] !== " " && text[i - 1] === " ") starts.push(i);
  return starts.length > 0 ? starts : [1];
}

/** Blank in all lines from `from` to before `to`, where the next column begins. */
type Gap = { from: number; to: number };

function gapsIn(filled: Uint32Array): Gap[] {
  const gaps: Gap[] = [];
  let end = 0;
  for (let i = 0; i < filled.length; i++) {
    if (filled[i] === 0) continue;
    if (end > 0 && i > end) gaps.push({ from: end, to: i });
    end = i + 1;
  }
  return gaps;
}

/** The lines of a text, piece by piece, but for those that are left out before the first and as comments. */
export function textLines(
  { comment, skipLines }: { comment: string | null; skipLines: number },
  onLine: (line: string) => void,
): { push: (text: string) => void; end: () => void } {
  let [rest, skip] = ["", skipLines];
  function take(line: string): void {
    if (skip > 0) skip -= 1;
    else if (comment === null || !line.startsWith(comment)) onLine(line);
  }
  function push(text: string): void {
    // The first half of CRLF may be the last character of a piece.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    lines.forEach(take);
    if (rest.length <= widest) return;
    take(rest);
    rest = "";
  }
  return { push, end: () => take(rest.replace(/\r$/, "")) };
}

/** A text by code points; one without characters beyond the first plane is that already. */
function codePoints(line: string): string | string[] {
  return /[\ud800-\udfff]/.test(line) ? Array.from(line) : line;
}

function joined(text: string | string[]): string {
  return typeof text === "string" ? text : text.join("");
}

function withoutBlanks(text: string): string {
  return text.replace(/^ +/, "").replace(/ +$/, "");
}

function grown(filled: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(Math.max(length, 2 * filled.length));
  more.set(filled);
  return more;
}
