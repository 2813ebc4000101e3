import { counted } from "@/lib/format";
import { hiddenParts } from "../hidden";
import { cellModes, type Cell, type CellMode } from "../schema";
import { foreignText, withoutHoles } from "./foreign-text";
import { titleFrom, withIds, type Imported } from "./imported";
import { pythonLines, textsEnd } from "./python-lines";

/** The head of a cell: `# %% title [kind] key="value"`. */
const head = /^# ?%%+(?!\S)(.*)$/;
/** A line of code that reads as a head, or as one of Jupyter's commands, behind any number of `# `. */
const guarded = /^(?:# )*(?:# ?%%+(?!\S)|%{1,2}[A-Za-z]|![^=])/;
/** What an export begins with, so that it is known how its lines were kept. */
const front = [
  ...["# ---", "# jupyter:", "#   jupytext:", "#     text_representation:", "#       extension: .py"],
  ...["#       format_name: percent", "#   perihelion:", "#     title: "],
].join("\n");

/** Whether a Python file is divided into cells by `# %%`. */
export function isPercent(source: string): boolean {
  return pythonLines(source).some(({ text, inText }) => !inText && head.test(text));
}

/**
 * A Python file divided by `# %%`, as Jupytext, VS Code and Spyder write it; cells of other languages, which
 * an export of ours holds as comments, become what they were.
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
 * @throws {AppError} TOO_LARGE
 */
export function fromPercent(source: string, title: string): Imported {
  const { matter, lines } = withoutFront(source);
  const pieces = piecesOf(lines);
  const hasCommands = /jupytext:/.test(matter);
  const named = matter.match(/^#   perihelion:\n#     title: (.*)$/m)?.[1];
  const cells = pieces.map((piece) => cellOf(piece, hasCommands));
  const heads = pieces.filter(({ title: said }) => said !== "").length;
  return {
    document: { title: titleFrom(named === undefined ? title : unquoted(named)), cells: withIds(cells) },
    notes:
      heads > 0
        ? [`${counted(heads, "title")} of cells ${heads === 1 ? "stands" : "stand"} as comments in the code.`]
        : [],
  };
}

/** A title as an export writes it; what somebody else wrote in its place is taken as it stands. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

type Piece = { title: string; kind: string; keys: Record<string, string>; lines: string[] };

/** The comment of YAML that such files begin with, and the lines after it. */
function withoutFront(source: string): { matter: string; lines: string } {
  const [matter = ""] = source.match(/^# ---\n(?:#.*\n)*?# ---\n+/) ?? [];
  return { matter, lines: source.slice(matter.length) };
}

function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [{ title: "", kind: "", keys: {}, lines: [] }];
  for (const { text, inText } of pythonLines(source)) {
    const [, rest] = (!inText && text.match(head)) || [];
    if (rest === undefined) pieces.at(-1)!.lines.push(text);
    else pieces.push(headOf(rest));
  }
  return pieces.filter(({ lines }, i) => i > 0 || lines.some((line) => line.trim() !== ""));
}

function headOf(rest: string): Piece {
  const keys = [...rest.matchAll(/([\w-]+)="([^"]*)"/g)];
  const bare = keys.reduce((text, [key]) => text.replace(key, ""), rest);
  const [, kind = ""] = bare.match(/\[(\w+)\]/) ?? [];
  return {
    title: bare.replace(/\[\w+\]/, "").trim(),
    kind,
    keys: Object.fromEntries(keys.map(([, key, value]) => [key, value])),
    lines: [],
  };
}

function cellOf({ title, kind, keys, lines }: Piece, hasCommands: boolean): Omit<Cell, "id"> {
  const code = withBlanks(lines, keys.blank);
  const mode = cellModes.find((one) => one === keys.mode);
  const hidden = hiddenParts.find((one) => one === keys.hidden);
  const output = keys.output ? { output: keys.output } : {};
  const put = hidden ? { hidden } : {};
  if (mode) return { mode, source: unguarded(code), ...output, ...put };
  if (kind === "markdown" || kind === "md") return { mode: "md", source: withoutHoles(textOf(code)) };
  if (kind !== "") return { mode: "md", source: foreignText(textOf(code), kind) };
  const plain = pythonLines(code.join("\n")).map(({ text, inText }) => {
    const isGuarded = !inText && text.startsWith("# ") && guarded.test(text.slice(2));
    return hasCommands && isGuarded ? text.slice(2) : text;
  });
  const source = [...(title === "" ? [] : [`# ${title}`]), ...plain].join("\n");
  return { mode: "python", source, ...put };
}

/** The lines of a cell without blank ones around it, but as many as its head says that belong to it. */
function withBlanks(lines: readonly string[], blank = "0,0"): string[] {
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  const [before = 0, after = 0] = blank.split(",").map((count) => Math.min(Number(count) || 0, 1_000));
  const blanks = (count: number) => Array.from({ length: count }, () => "");
  return [...blanks(before), ...(first < 0 ? [] : lines.slice(first, last + 1)), ...blanks(after)];
}

const unguarded = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/^# ?/, "").replace(/^(\s*)\\(\\*%%)/, "$1$2")).join("\n");
const uncommented = (lines: readonly string[]) => lines.map((line) => line.replace(/^# ?/, "")).join("\n");

/** The text of a cell that is no code: its lines as comments, or one text in three quotes. */
function textOf(lines: readonly string[]): string {
  const [, , quoted] = lines.join("\n").match(/^r?("""|''')\n?([\s\S]*?)\n?\1$/) ?? [];
  return quoted ?? uncommented(lines);
}

/**
 * A notebook as a Python file divided by `# %%`. Cells that are not Python, and Python whose text in three
 * quotes does not end, are comments; reading it again gives the same cells.
 */
export function toPercent({ title, cells }: { title: string; cells: readonly Cell[] }): string {
  const matter = `${front}${JSON.stringify(title)}\n# ---\n`;
  return `${matter}${cells.map((cell) => `\n${pieceOf(cell)}\n`).join("")}`;
}

function pieceOf({ mode, source, output, hidden }: Cell): string {
  const put = hidden ? ` hidden="${hidden}"` : "";
  if (mode === "python" && textsEnd(source)) return codePiece(source, put);
  const lines = source
    .split("\n")
    // a line that would begin a cell as a comment has a backslash more
    .map((line) => (line === "" ? "#" : `# ${line.replace(/^(\s*)(\\*%%)/, "$1\\$2")}`));
  const keys = `mode="${mode}"${output ? ` output="${output}"` : ""}${put}`;
  return [`# %% [${kindOf(mode)}] ${keys}`, ...lines].join("\n");
}

const kindOf = (mode: CellMode) => (mode === "md" ? "markdown" : "raw");

function codePiece(source: string, put: string): string {
  const lines = pythonLines(source).map(({ text, inText }) =>
    !inText && guarded.test(text) ? `# ${text}` : text,
  );
  const first = lines.findIndex((line) => line !== "");
  const [before, after] =
    first < 0
      ? [lines.length > 1 ? lines.length : 0, 0]
      : [first, lines.length - 1 - lines.findLastIndex((line) => line !== "")];
  const blank = before + after > 0 ? ` blank="${before},${after}"` : "";
  const body = first < 0 ? [] : lines.slice(before, lines.length - after);
  return [`# %%${blank}${put}`, ...body].join("\n");
}
