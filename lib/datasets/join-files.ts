import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { listing } from "./listing";

/** A file of several that are read as one table: its name, its delimiter and the names of its columns. */
export type FileHead = { name: string; delimiter: string; header: readonly string[] };

/**
 * How files become one table: the columns of all, and for each file the place of each of them in it, null
 * where it has none. `isPlain` is true where all files have the same ones in the same order.
 */
export type JoinPlan = { header: string[]; places: (number | null)[][]; isPlain: boolean; said: string[] };

/** Files of which it is said one by one what they lack and how many rows they have. */
export const filesNamed = 20;

/**
 * Finds the columns of several files by their names: first those of the first file, then those that later
 * ones add. A name is the same only letter by letter.
 *
 * @throws {AppError} INVALID for a file that has no column in common with those before it, that names one
 * twice, or whose name differs from another in capitals alone
 */
export function planJoin(heads: readonly FileHead[]): JoinPlan {
  const [first, ...others] = heads;
  const isSame = ({ header, delimiter }: FileHead) =>
    delimiter === first!.delimiter &&
    header.length === first!.header.length &&
    header.every((name, i) => name === first!.header[i]);
  const plain = first!.header.map((_, i) => i);
  if (others.every(isSame))
    return { header: [...first!.header], places: heads.map(() => plain), isPlain: true, said: [] };
  const header: string[] = [];
  const from = new Map<string, FileHead>();
  for (const head of heads) addNames(head, header, from);
  const places = heads.map((head) =>
    header.map((name) => (head.header.includes(name) ? head.header.indexOf(name) : null)),
  );
  return { header, places, isPlain: false, said: lacking(heads, header) };
}

function addNames(head: FileHead, header: string[], from: Map<string, FileHead>): void {
  const { name: file, header: own } = head;
  const twice = own.find((name, i) => own.indexOf(name) !== i);
  if (twice !== undefined)
    throw new AppError(
      "INVALID",
      `${file} has two columns called “${shown(twice)}”. The files have other columns than each other, ` +
        "which are found by their names: give each its own.",
    );
  if (header.length > 0 && !own.some((name) => header.includes(name)))
    throw new AppError(
      "INVALID",
      `${file} has no column in common with ${from.get(header[0]!)!.name}: ${listed(own)}. ` +
        "Files of one table share columns; upload others one by one.",
    );
  for (const name of own) {
    if (header.includes(name)) continue;
    const alike = header.find((other) => other.toLowerCase() === name.toLowerCase());
    if (alike !== undefined)
      throw new AppError(
        "INVALID",
        `${file} calls a column “${shown(name)}” that ${from.get(alike)!.name} calls “${shown(alike)}”. ` +
          "Names that differ in capitals alone are the same name: write them alike.",
      );
    header.push(name);
    from.set(name, head);
  }
}

/** What each file lacks of the columns of all, in a sentence. */
function lacking(heads: readonly FileHead[], header: readonly string[]): string[] {
  const lacks = heads.flatMap(({ name, header: own }) => {
    const absent = header.filter((one) => !own.includes(one));
    return absent.length === 0 ? [] : [`${name} lacks ${listed(absent)}: missing in its rows`];
  });
  const rest = lacks.length - filesNamed;
  const more = rest > 0 ? [`${integer(rest)} more files lack columns: missing in their rows`] : [];
  return ["Columns of the files are found by their names", ...lacks.slice(0, filesNamed), ...more];
}

/** How many rows each file has, of many files of the first; `files` is how many there are. */
export function rowsByFile(
  counts: readonly { name: string; rows: number }[],
  files: number = counts.length,
): string {
  const told = counts.slice(0, filesNamed).map(({ name, rows }) => `${name} ${integer(rows)}`);
  const rest = files - told.length;
  return `Rows by file: ${told.join(", ")}${rest > 0 ? ` and ${integer(rest)} files more` : ""}`;
}

/** What there is to say of several files that were read one behind the other; nothing of one. */
export function saidOf(counts: readonly { name: string; rows: number }[]): string[] {
  return counts.length > 1 ? [rowsByFile(counts)] : [];
}

const shown = (name: string) => name.slice(0, 100);
const listed = (names: readonly string[]) => listing(names.map(shown), 10);
