import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { crossedAt, fixedCells } from "./fixed-width";

/**
 * How records are told apart: `quote` is "" where none is meant; `comment` begins lines that are no data.
 * With `boundaries` the columns of each line begin there, and delimiter and quote mean nothing.
 */
export type CsvSyntax = {
  delimiter: string;
  quote: string;
  comment: string | null;
  skipLines: number;
  boundaries?: readonly number[];
};

/** A record of a file: its cells, the line where it begins, and whether nothing stands there. */
export type CsvRecord = { cells: string[]; line: number; blank: boolean };

/**
 * Reads the records of a CSV text, piece by piece, by the same rules as `csvScan`: a record ends by LF, CRLF
 * or CR outside of quotes, and spaces around a quoted cell are no part of it.
 *
 * @param onRecord takes each record; false ends the reading
 * @returns `end` gives the number of comment lines, and the lines in which a value goes across a boundary
 * @throws {AppError} INVALID from `push` and `end`, with the line of the file: for a quoted cell that does
 * not end or has something behind it, a NUL, and a record that is too long
 */
export function csvRecords(
  syntax: CsvSyntax,
  onRecord: (record: CsvRecord) => boolean | void,
): { push: (text: string) => boolean; end: () => ReadLines } {
  const crossed: ReadLines["crossed"] = { count: 0, first: null };
  const state = { rest: "", line: 1, skip: syntax.skipLines, comments: 0, crossed, lines: 0, open: true };

  function consume(final: boolean): boolean {
    let at = 0;
    while (state.open && at < state.rest.length) {
      const next = consumeOne(syntax, state, at, { final, onRecord });
      if (next === null) break;
      at = next;
    }
    state.rest = state.rest.slice(at);
    if (state.rest.length > limits.csvRecordCharacters)
      throw new AppError("INVALID", `Line ${integer(state.line)} begins a record that is too long.`);
    return state.open;
  }
  return {
    push: (text) => {
      state.rest += text;
      const nul = text.indexOf("\0");
      if (nul !== -1) throw new AppError("INVALID", nulIn(state.rest, state.line));
      return consume(false);
    },
    end: () => {
      consume(true);
      return { comments: state.comments, crossed, lines: state.lines };
    },
  };
}

/** What was read: comments, `lines` of fixed width, and where a value first went across a boundary. */
export type ReadLines = {
  comments: number;
  crossed: { count: number; first: { line: number; at: number } | null };
  lines: number;
};
type State = ReadLines & { rest: string; line: number; skip: number; open: boolean };
type Taking = { final: boolean; onRecord: (record: CsvRecord) => boolean | void };

/** Takes one line or record from `at` on; null where it does not end yet. */
function consumeOne(syntax: CsvSyntax, state: State, at: number, { final, onRecord }: Taking): number | null {
  const { comment } = syntax;
  if (state.skip > 0 || (comment && state.rest.startsWith(comment, at))) {
    const next = behindLine(state.rest, at, final);
    if (next === null) return null;
    if (state.skip > 0) state.skip -= 1;
    else state.comments += 1;
    state.line += 1;
    return next;
  }
  // What may yet become the beginning of a comment is waited for.
  if (comment && !final && comment.startsWith(state.rest.slice(at))) return null;
  const read = syntax.boundaries
    ? readFixed(syntax.boundaries, state, at, final)
    : readRecord(syntax, state.rest, at, { final, line: state.line });
  if (!read) return null;
  if (onRecord({ cells: read.cells, line: state.line, blank: read.blank }) === false) state.open = false;
  state.line += read.lines;
  return read.next;
}

type Read = { cells: string[]; next: number; lines: number; blank: boolean };

function readFixed(boundaries: readonly number[], state: State, at: number, final: boolean): Read | null {
  const next = behindLine(state.rest, at, final);
  if (next === null) return null;
  const line = state.rest.slice(at, next).replace(/(\r\n|\n|\r)$/, "");
  const cells = fixedCells(line, boundaries);
  const crossed = crossedAt(line, boundaries);
  state.lines += 1;
  if (crossed !== null) {
    state.crossed.count += 1;
    state.crossed.first ??= { line: state.line, at: crossed };
  }
  return { cells, next, lines: 1, blank: cells.every((cell) => cell === "") };
}

function readRecord(
  { delimiter, quote }: CsvSyntax,
  text: string,
  start: number,
  { final, line }: { final: boolean; line: number },
): Read | null {
  const cells: string[] = [];
  let [at, lines] = [start, 1];
  for (;;) {
    const opens = quote === "" ? at : behindSpaces(text, at);
    let end: number;
    if (quote !== "" && text[opens] === quote) {
      const cell = quotedCell(text, opens, quote);
      if (!cell) {
        if (final) throw new AppError("INVALID", openQuote(line + lines - 1));
        return null;
      }
      end = behindSpaces(text, cell.end);
      // A quote at the very end may be the first half of two.
      if (end >= text.length && !final) return null;
      lines += breaksIn(cell.value);
      cells.push(cell.value);
      if (end < text.length && text[end] !== delimiter && !isBreak(text[end]))
        throw new AppError("INVALID", behindQuote(line + lines - 1));
    } else {
      end = endOfCell(text, at, delimiter);
      if (end >= text.length && !final) return null;
      cells.push(text.slice(at, end));
    }
    if (text[end] === delimiter && end < text.length) {
      at = end + 1;
      continue;
    }
    if (text[end] === "\r" && end + 1 >= text.length && !final) return null;
    const next = text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
    return { cells, next: Math.min(next, text.length), lines, blank: end === start };
  }
}

function quotedCell(text: string, opens: number, quote: string): { value: string; end: number } | null {
  let value = "";
  for (let at = opens + 1; ;) {
    const end = text.indexOf(quote, at);
    if (end === -1) return null;
    value += text.slice(at, end);
    if (text[end + 1] !== quote) return { value, end: end + 1 };
    value += quote;
    at = end + 2;
  }
}

function endOfCell(text: string, start: number, delimiter: string): number {
  const split = delimiter.charCodeAt(0);
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === split || code === 10 || code === 13) return at;
  }
  return text.length;
}

function behindSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === " ") at += 1;
  return at;
}

/** The place behind the line that begins at `at`; null where it does not end yet. */
function behindLine(text: string, at: number, final: boolean): number | null {
  let end = at;
  while (end < text.length && !isBreak(text[end])) end += 1;
  if (end >= text.length) return final ? text.length : null;
  if (text[end] === "\r" && end + 1 >= text.length && !final) return null;
  return text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function isBreak(char: string | undefined): boolean {
  return char === "\n" || char === "\r";
}

function nulIn(text: string, firstLine: number): string {
  const line = firstLine + breaksIn(text.slice(0, text.indexOf("\0")));
  return `Line ${integer(line)} holds a NUL byte: this is not text.`;
}

/** The sentence for a quoted cell that does not end. */
function openQuote(line: number): string {
  return `Line ${integer(line)}: a quoted value does not end. No row was read.`;
}

function behindQuote(line: number): string {
  return `Line ${integer(line)}: something stands behind a quoted value. No row was read.`;
}
