import { columnsInFormula, requireUnmasked } from "@/lib/datasets/barred";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { EngineRequests } from "@/lib/datasets/engine";
import { facetOf, type FacetCounts, type RangeBin } from "@/lib/datasets/facets";
import { textSql } from "@/lib/datasets/steps/conversion";
import { findColumn, literal, type HeldColumn } from "@/lib/datasets/steps/step";
import { limits } from "@/lib/limits";
import { whereSql, withRecipe } from "./recipe";
import { ask } from "./duckdb";

type Input = EngineRequests["facet"]["input"];

/** The values of a column after some steps, with how many of all rows have each. */
export function countFacet(input: Input): Promise<FacetCounts> {
  const names = [input.column, ...(input.where === null ? [] : columnsInFormula(input.where))];
  return withRecipe(input, async ({ connection, last, columns, masked }) => {
    requireUnmasked(masked, names, "its values cannot be counted");
    const column = findColumn(columns, input.column);
    const rows = `(SELECT ${column.id} FROM ${last} ${whereSql(input.where, columns)})`;
    await connection.run(`CREATE TEMP TABLE facet AS ${rows.slice(1, -1)}`);
    const [all] = await ask(
      connection,
      `SELECT count(*)::DOUBLE AS n, count(${column.id})::DOUBLE AS known FROM facet`,
    );
    const counted = { rows: Number(all!.n), missing: Number(all!.n) - Number(all!.known) };
    const as = column.type === "date" ? "range" : (input.as ?? facetOf(column.type));
    return as === "values" || column.type === "text" || column.type === "boolean"
      ? { ...counted, as: "values", ...(await countValues(connection, column, input)) }
      : { ...counted, as: "range", bins: await countBins(connection, column) };
  });
}

async function countValues(connection: DuckDBConnection, column: HeldColumn, input: Input) {
  const { search, offset, limit } = input;
  const matches = search === null ? "true" : `contains(lower(value), lower(${literal(search)}))`;
  const groups = `(SELECT ${textSql(column)} AS value, count(*)::DOUBLE AS n FROM facet
    WHERE ${column.id} IS NOT NULL GROUP BY ${column.id})`;
  await connection.run(`CREATE TEMP TABLE counted AS SELECT *, ${matches} AS found FROM ${groups}`);
  const [sums] = await ask(
    connection,
    "SELECT count(*)::DOUBLE AS n, (count(*) FILTER (WHERE found))::DOUBLE AS found FROM counted",
  );
  const page = await ask(
    connection,
    `SELECT left(value, ${limits.facetValueCharacters}) AS value, n,
      length(value) <= ${limits.facetValueCharacters} AS whole
      FROM counted WHERE found ORDER BY n DESC, counted.value LIMIT ${limit} OFFSET ${offset}`,
  );
  return {
    distinct: Number(sums!.n),
    found: Number(sums!.found),
    values: page.map(({ value, n, whole }) => ({
      value: String(value),
      count: Number(n),
      whole: whole === true,
    })),
  };
}

/** Bins of one width, without the empty ones; half of each value is taken, so that no width is infinite. */
async function countBins(connection: DuckDBConnection, column: HeldColumn): Promise<RangeBin[]> {
  const { id, type } = column;
  const isDate = type === "date";
  const half = isDate ? `epoch_us(${id})::DOUBLE / 2` : `${id}::DOUBLE / 2`;
  const text = (value: string) =>
    isDate ? `strftime(${value}, '%Y-%m-%d %H:%M:%S.%f')` : textSql({ ...column, id: value });
  const bins = limits.facetBins;
  const found = await ask(
    connection,
    `SELECT bin, least, most, n FROM (SELECT bin, ${text(`min(${id})`)} AS least,
      ${text(`max(${id})`)} AS most, count(*)::DOUBLE AS n
      FROM (SELECT ${id}, least(${bins - 1}, floor(coalesce((h - min(h) OVER ()) /
        nullif(max(h) OVER () - min(h) OVER (), 0), 0) * ${bins}))::INTEGER AS bin
      FROM (SELECT ${id}, ${half} AS h FROM facet WHERE ${id} IS NOT NULL)) GROUP BY bin) ORDER BY bin`,
  );
  const short = (value: unknown) => String(value).replace(/( 00:00:00)?\.0+$/, "");
  return found.map(({ bin, least, most, n }) => ({
    at: Number(bin),
    least: isDate ? short(least) : String(least),
    most: isDate ? short(most) : String(most),
    count: Number(n),
  }));
}
