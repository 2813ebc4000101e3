import type { DuckDBConnection } from "@duckdb/node-api";
import { likeValue } from "@/lib/datasets/csv-questions";
import { missingCodes } from "@/lib/datasets/import-note";
import type { Question } from "@/lib/datasets/import-question";
import { literal } from "@/lib/datasets/steps/step";
import { counted } from "@/lib/format";
import type { Decided, TextTable } from "./text-table";

const codes: ReadonlySet<string> = new Set(missingCodes);

/**
 * Asks about rows that repeat the header, as files that were put together have them. A column of numbers or
 * dates that is named by a word has no such row, and then none are looked for.
 */
export async function askOfHeaders(
  connection: DuckDBConnection,
  { relation }: TextTable,
  header: readonly string[] | null,
  decided: readonly (Decided | null)[],
): Promise<Question[]> {
  const names = header?.map((name) => name.trim()) ?? [];
  const isWord = (name: string) => !codes.has(name) && !likeValue.test(name);
  if (
    names.length === 0 ||
    names.some((name, i) => decided[i] && decided[i].reading.type !== "text" && isWord(name))
  )
    return [];
  const same = names.map((name, i) => `coalesce(trim(c${i}), '') = ${literal(name)}`).join(" AND ");
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${relation} WHERE ${same}`);
  const rows = Number(reader.getRowsJson()[0]![0]);
  if (rows === 0) return [];
  return [
    {
      about: "repeated header",
      sentence: `${counted(rows, "row")} inside of the file repeats the header.`,
      choices: [
        { label: "no data, to be left out", set: { dropRepeatedHeaders: true } },
        { label: "data", set: { dropRepeatedHeaders: false } },
      ],
    },
  ];
}
