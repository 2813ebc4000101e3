import type { CellId } from "@/lib/notebooks/graph";
import type { Cell, CellMode } from "@/lib/notebooks/schema";
import type { TextEdit } from "@/lib/notebooks/text-edits";

/** What is looked for, how, and in cells of which languages. */
export type FindQuery = {
  text: string;
  isCase: boolean;
  isWord: boolean;
  isRegex: boolean;
  modes: readonly CellMode[];
};

/** A place where it stands: in a cell, at a line from 1, with a little of the text around it. */
export type Match = {
  cell: CellId;
  at: number;
  line: number;
  before: string;
  found: string;
  after: string;
};

export type Refusal = { ok: false; message: string };
/** The first places, how many there are, and whether even those were not counted to their end. */
export type Found = { ok: true; matches: Match[]; total: number; isPart: boolean } | Refusal;
/** What is changed in each cell; `count` places in all. */
export type Replacing = { ok: true; count: number; changes: { cell: CellId; edits: TextEdit[] }[] } | Refusal;

/** So many places are listed, and so many counted. */
const listed = 500;
const counted = 100_000;
/** So much of a line stands around what was found. */
const around = 60;

/** Where a text or a pattern stands in cells, in their order. */
export function findInCells(cells: readonly Cell[], query: FindQuery): Found {
  const pattern = patternOf(query);
  if (!(pattern instanceof RegExp)) return pattern;
  const matches: Match[] = [];
  let total = 0;
  for (const { id, source } of cells.filter(({ mode }) => query.modes.includes(mode)))
    for (const { index, 0: found } of matchesIn(source, pattern)) {
      if (matches.length < listed) matches.push(matchAt(id, source, index, found));
      total += 1;
      if (total >= counted) return { ok: true, matches, total, isPart: true };
    }
  return { ok: true, matches, total, isPart: false };
}

/**
 * What is to be changed so that another text stands in those places, or in one of them. Of a pattern `$1`
 * and `$<name>` in it stand for its groups.
 */
export function replaceInCells(
  cells: readonly Cell[],
  query: FindQuery,
  to: string,
  only: { cell: CellId; at: number } | null,
): Replacing {
  const pattern = patternOf(query);
  if (!(pattern instanceof RegExp)) return pattern;
  const changes: { cell: CellId; edits: TextEdit[] }[] = [];
  let count = 0;
  for (const { id, source } of cells.filter(({ mode }) => query.modes.includes(mode))) {
    if (only && only.cell !== id) continue;
    const edits: TextEdit[] = [];
    for (const match of matchesIn(source, pattern)) {
      if (only && only.at !== match.index) continue;
      const text = query.isRegex ? expanded(to, match) : to;
      if (text !== match[0]) edits.push({ at: match.index, remove: match[0].length, text });
      if ((count += 1) > counted)
        return { ok: false, message: `More than ${counted} places: none was changed.` };
    }
    if (edits.length > 0) changes.push({ cell: id, edits });
  }
  return { ok: true, count, changes };
}

function patternOf({ text, isCase, isWord, isRegex }: FindQuery): RegExp | Refusal {
  const inner = isRegex ? `(?:${text})` : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const whole = isWord ? `(?<![\\p{L}\\p{N}_$])${inner}(?![\\p{L}\\p{N}_$])` : inner;
  try {
    return new RegExp(whole, isCase ? "gmu" : "gmiu");
  } catch {
    return { ok: false, message: "This is no regular expression." };
  }
}

/** What a pattern finds, without places of no length. */
function* matchesIn(source: string, pattern: RegExp): Generator<RegExpExecArray> {
  for (const match of source.matchAll(pattern)) if (match[0] !== "") yield match;
}

function matchAt(cell: CellId, source: string, at: number, found: string): Match {
  const start = source.lastIndexOf("\n", at - 1) + 1;
  const end = at + found.length;
  const close = source.indexOf("\n", end);
  return {
    cell,
    at,
    line: source.slice(0, at).split("\n").length,
    before: source.slice(Math.max(start, at - around), at),
    found: found.length > around ? `${found.slice(0, around)}…` : found,
    after: source.slice(end, Math.min(close < 0 ? source.length : close, end + around)),
  };
}

function expanded(to: string, match: RegExpExecArray): string {
  return to.replaceAll(/\$(?:([$&])|(\d{1,2})|<([^>]*)>)/g, (whole, sign, number, name) => {
    if (sign) return sign === "$" ? "$" : match[0];
    if (number)
      return Number(number) < match.length && Number(number) > 0 ? (match[Number(number)] ?? "") : whole;
    return match.groups && name in match.groups ? (match.groups[name] ?? "") : whole;
  });
}
