import type { EngineRequests, NearPair } from "@/lib/datasets/engine";
import { stepSchema } from "@/lib/datasets/recipe";
import { textSql } from "@/lib/datasets/steps/conversion";
import { nearRelations } from "@/lib/datasets/steps/near-rows";
import { rowNumber } from "@/lib/datasets/steps/step";
import { AppError } from "@/lib/errors";
import { ask } from "./duckdb";
import { withRecipe } from "./recipe";

type Request = EngineRequests["near-pairs"];

/** A page of the pairs that the last step finds near, the least alike first, their rows side by side. */
export function findNearPairs({
  steps,
  offset,
  limit,
  ...tables
}: Request["input"]): Promise<Request["output"]> {
  const step = stepSchema.parse(steps.at(-1));
  if (step.kind !== "near-duplicates") throw new AppError("INVALID", "The last step compares no rows.");
  return withRecipe({ ...tables, steps: steps.slice(0, -1) }, async ({ connection, last, columns }) => {
    await connection.run(`CREATE TEMP TABLE before AS SELECT * FROM ${last}`);
    await connection.run(
      `CREATE TEMP TABLE found AS WITH ${nearRelations(step, { from: "before", columns })}
        SELECT * FROM near`,
    );
    const [total] = await ask(connection, "SELECT count(*)::DOUBLE AS n FROM found");
    const named = [...step.texts, ...step.numbers.map(([name]) => name), ...step.within, ...step.key];
    const first = columns.filter(({ name }) => named.includes(name));
    const shown = [...first, ...columns.filter((column) => !first.includes(column))].slice(0, shownColumns);
    const cells = (of: string) =>
      shown.map((column) => textSql({ ...column, id: `${of}.${column.id}` })).join(", ");
    const rows = await ask(
      connection,
      `SELECT found.*, to_json([${cells("a")}]) AS a, to_json([${cells("b")}]) AS b FROM found
        JOIN before a ON a.${rowNumber} = first_row JOIN before b ON b.${rowNumber} = second_row
        ORDER BY score, first_row, second_row LIMIT ${limit} OFFSET ${offset}`,
    );
    const pairs = rows.map((row): NearPair => ({
      score: Number(row.score),
      isApart: row.is_apart === true,
      rows: [Number(row.first_row), Number(row.second_row)],
      keys: [String(row.first_key), String(row.second_key)],
      cells: [JSON.parse(String(row.a)), JSON.parse(String(row.b))] as NearPair["cells"],
    }));
    return { total: Number(total!.n), columns: shown.map(({ name }) => name), pairs };
  });
}

/** Columns of a pair that are shown: those that are compared, then others. */
const shownColumns = 24;
