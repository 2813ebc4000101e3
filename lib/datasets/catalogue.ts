import * as z from "zod";
import { AppError } from "@/lib/errors";
import { textColumn, type Column, type Frame } from "@/lib/frame/frame";
import { fetchJson } from "@/lib/http/outbound";
import { limits } from "@/lib/limits";

/** Columns asked for, by the names of JPL's API; those marked text are never read as numbers. */
const fields = {
  spkid: "text",
  full_name: "text",
  H: "number",
  diameter: "number",
  albedo: "number",
  e: "number",
  a: "number",
  q: "number",
  ad: "number",
  i: "number",
  om: "number",
  w: "number",
  ma: "number",
  n: "number",
  per: "number",
  moid: "number",
  t_jup: "number",
  condition_code: "text",
  class: "text",
  pha: "boolean",
} as const;
const answer = z.looseObject({
  fields: z.array(z.string()),
  data: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  count: z.coerce.number(),
});
const pageSize = 2_000;

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
    const query = new URLSearchParams({
      fields: Object.keys(fields).join(","),
      "sb-group": "neo",
      limit: String(Math.min(pageSize, limit - rows.length)),
      "limit-from": String(rows.length),
    });
    const parsed = answer.safeParse(
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
  const type = name in fields ? fields[name as keyof typeof fields] : "text";
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
