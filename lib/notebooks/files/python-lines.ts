/** A line of a Python file, and whether it begins inside of a text in three quotes. */
export type PythonLine = { text: string; inText: boolean };

const quotes = /"""|'''|"|'|#/g;

/**
 * The lines of a Python file; of each, whether it begins inside of a text in three quotes, where a line that
 * looks like a mark or a statement is none.
 */
export function pythonLines(source: string): PythonLine[] {
  let open: string | null = null;
  return source.split("\n").map((text) => {
    const line = { text, inText: open !== null };
    open = openAfter(text, open);
    return line;
  });
}

/** Whether all texts in three quotes of a source end in it. */
export function textsEnd(source: string): boolean {
  return !pythonLines(`${source}\n`).at(-1)!.inText;
}

/** Which three quotes are open after a line, given those before it. */
function openAfter(line: string, before: string | null): string | null {
  let open = before;
  for (let at = 0; at < line.length;) {
    if (open !== null) {
      const end = endOfText(line, at, open);
      if (end === null) return open;
      [at, open] = [end, null];
      continue;
    }
    quotes.lastIndex = at;
    const found = quotes.exec(line);
    if (!found || found[0] === "#") return null;
    at = found.index + found[0].length;
    if (found[0].length === 3) open = found[0];
    else at = endOfText(line, at, found[0]) ?? line.length;
  }
  return open;
}

/** Where a text ends that is open at a place of a line; null where it does not end in it. */
function endOfText(line: string, at: number, quote: string): number | null {
  for (let i = at; i < line.length; i += 1) {
    if (line[i] === "\\") i += 1;
    else if (line.startsWith(quote, i)) return i + quote.length;
  }
  return null;
}
