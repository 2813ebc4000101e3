import { AppError } from "@/lib/errors";
import { textColumn, type Column, type Frame } from "@/lib/frame/frame";
import { fetchJson } from "@/lib/http/outbound";
import { limits } from "@/lib/limits";
import { catalogueAnswer, cataloguePage, catalogueQuery, catalogueType } from "./catalogue-fields";

/**
 * Near-earth objects from JPL's small-body database, page by page.
 *
 * @param address the API's address, `https://ssd-api.jpl.nasa.gov/sbdb_query.api`
 * @throws {AppError} UNAVAILABLE without internet; INVALID when the answer has another shape
 * @see https://ssd-api.jpl.nasa.gov/doc/sbdb_query.html
 */
export async function fetchCatalogue(address: string, limit: number): Promise<Frame> {
  const rows: (string | number | null)[][] = [];
  let names: string[] = [];
  for (let total = Infinity; rows.length < Math.min(limit, total);) {
    const most = Math.min(cataloguePage, limit - rows.length);
    const query = catalogueQuery({ group: "neo", limit: most, from: rows.length });
    const parsed = catalogueAnswer.safeParse(
      await fetchJson(`${address}?${query}`, {
        timeout: limits.catalogueMilliseconds,
        maxBytes: limits.catalogueBytes,
      }),
    );
    if (!parsed.success)
      throw new AppError("INVALID", "JPL's answer does not have the shape that its documentation gives.");
    names = parsed.data.fields;
    total = parsed.data.count;
    rows.push(...parsed.data.data);
    if (parsed.data.data.length === 0) break;
  }
  if (rows.length === 0) throw new AppError("UNAVAILABLE", "JPL's catalogue sent no rows.");
  return {
    rows: rows.length,
    columns: names.map((name, i) =>
      columnOf(
        name,
        rows.map((row) => row[i] ?? null),
      ),
    ),
  };
}

function columnOf(name: string, cells: (string | number | null)[]): Column {
  const type = catalogueType(name);
  if (type === "text")
    return textColumn(
      name,
      cells.map((cell) => (cell === null ? null : String(cell).trim())),
      cells.length,
    );
  if (type === "boolean")
    return {
      name,
      type,
      values: Float64Array.from(cells, (cell) => (cell === "Y" ? 1 : cell === "N" ? 0 : NaN)),
    };
  return {
    name,
    type,
    values: Float64Array.from(cells, (cell) => (cell === null || cell === "" ? NaN : Number(cell))),
  };
}
