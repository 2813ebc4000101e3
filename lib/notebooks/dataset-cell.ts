import { limits } from "@/lib/limits";
import type { Cell } from "./schema";

/** What reads a dataset: its name and version, and the rows of that version. */
export type NamedDataset = { name: string; number: number; rows: number };

const reserved = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false " +
    "finally for function if implements import in instanceof interface let new null package private " +
    "protected public return static super switch this throw true try typeof undefined var void while with " +
    "yield"
  ).split(" "),
);
/** A query of more rows than a cell may get reads so many, and says so. */
const rowsOfLarge = 1_000;

/**
 * A cell that reads a dataset by its name and version, as TypeScript or SQL, and gives it a name of its own.
 * A query cannot say `${`: a dataset with that in its name is read by TypeScript.
 *
 * @param taken names that cells give or know
 */
export function datasetCell(
  { name, number, rows }: NamedDataset,
  mode: "ts" | "sql",
  taken: ReadonlySet<string>,
): Pick<Cell, "mode" | "source" | "output"> {
  const own = freeName(name, taken);
  const reference = `${name}@v${number}`;
  if (mode === "ts" || name.includes("${"))
    return { mode: "ts", source: `const ${own} = await dataset(${JSON.stringify(reference)});` };
  const limit = rows > limits.sqlRows ? `\nLIMIT ${rowsOfLarge}` : "";
  const quoted = reference.replaceAll("'", "''");
  return { mode, source: `SELECT *\nFROM dataset('${quoted}')${limit}`, output: own };
}

/** A name like the dataset's: of letters and digits, no word of the language, and not yet taken. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const plainLetters = name.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  const parts = plainLetters.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = parts
    .map((part, i) => (i === 0 ? part.charAt(0).toLowerCase() : part.charAt(0).toUpperCase()) + part.slice(1))
    .join("")
    .slice(0, 40);
  const plain = /^[a-z]/i.test(joined) && !reserved.has(joined) ? joined : `data${joined}`;
  let own = plain;
  for (let n = 2; taken.has(own); n++) own = `${plain}${n}`;
  return own;
}
