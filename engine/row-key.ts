import type { EngineRequests } from "@/lib/datasets/engine";
import { textSql } from "@/lib/datasets/steps/conversion";
import { literal, rowNumber } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { ask } from "./duckdb";
import { withRecipe } from "./recipe";

/** Columns that are looked at, and characters of a cell that can be part of a key. */
const most = { columns: 200, characters: 1_000 };

/**
 * What tells a row after some steps from all others: a column whose values are all different, else the
 * fewest first columns in which no other row agrees with it.
 *
 * @throws {AppError} INVALID where other rows hold the same in all columns; NOT_FOUND without the row
 */
export function findRowKey(
  input: EngineRequests["row-key"]["input"],
): Promise<EngineRequests["row-key"]["output"]> {
  return withRecipe(input, async ({ connection, last, columns, masked }) => {
    await connection.run(`CREATE TEMP TABLE rows AS SELECT * FROM ${last}`);
    const looked = columns.filter(({ name }) => !masked.includes(name)).slice(0, most.columns);
    if (looked.length === 0) throw new AppError("INVALID", "All columns are masked for you.");
    const texts = looked.map((column) => `${textSql(column)} AS ${column.id}`).join(", ");
    const [row] = await ask(connection, `SELECT ${texts} FROM rows WHERE ${rowNumber} = ${input.row}`);
    if (!row) throw new AppError("NOT_FOUND", "There is no such row after these steps.");
    const known = looked.filter(({ id }) => row[id] !== null && String(row[id]).length <= most.characters);
    if (known.length === 0) throw new AppError("INVALID", "The row holds nothing that it could be known by.");
    const pairOf = ({ id, name }: (typeof known)[number]): [string, string] => [name, String(row[id])];

    const distinct = known.map(({ id }) => `count(DISTINCT ${id}) = count(*) AS ${id}`).join(", ");
    const [unique] = await ask(connection, `SELECT ${distinct} FROM rows`);
    const single = known.find(({ id }) => unique![id] === true);
    if (single) return { key: [pairOf(single)] };

    const same = known.map((column) => `${textSql(column)} = ${literal(String(row[column.id]))}`);
    const alike = same.map((_, i) => `count(*) FILTER (WHERE ${same.slice(0, i + 1).join(" AND ")})`);
    const [counts] = await ask(
      connection,
      `SELECT ${alike.map((sum, i) => `(${sum})::DOUBLE AS n${i}`).join(", ")} FROM rows`,
    );
    const enough = same.findIndex((_, i) => Number(counts![`n${i}`]) === 1);
    if (enough !== -1) return { key: known.slice(0, enough + 1).map(pairOf) };
    const others = Number(counts![`n${same.length - 1}`]);
    throw new AppError(
      "INVALID",
      `${integer(others)} rows hold the same as this one, so an edit could not tell which is meant. ` +
        "Change them together by a facet, or drop repeated rows first.",
    );
  });
}
