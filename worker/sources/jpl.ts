import {
  catalogueAnswer,
  cataloguePage,
  catalogueQuery,
  catalogueType,
} from "@/lib/datasets/catalogue-fields";
import type { CellType } from "@/lib/datasets/cell-column";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { fetchJson } from "@/lib/http/outbound";
import { limits } from "@/lib/limits";
import type { ConfigOf } from "@/lib/sources/kinds";
import { cellFile } from "./cell-file";
import type { Ask, Fetched } from "./fetch";

/** Where the database answers; the administrator names it, no user. */
const address = () => process.env.PERIHELION_JPL_URL ?? "https://ssd-api.jpl.nasa.gov/sbdb_query.api";
const cellTypeOf: Record<ReturnType<typeof catalogueType>, CellType> = {
  text: "text",
  number: "decimal",
  boolean: "boolean",
};

/**
 * Fetches objects of JPL's small-body database, page by page. @see https://ssd-
 * api.jpl.nasa.gov/doc/sbdb_query.html
 */
export async function fetchJpl(ask: Ask<ConfigOf<"jpl">, unknown>): Promise<Fetched> {
  const { group, objects } = ask.config;
  const cells = await cellFile(ask.file, ask.amount);
  try {
    let names: string[] = [];
    for (let [from, total, wanted] = [0, Infinity, true]; wanted && from < Math.min(objects, total);) {
      const page = await readPage(group, Math.min(cataloguePage, objects - from, ask.amount.rows + 1), from);
      names = page.fields;
      total = page.count;
      if (page.data.length === 0) break;
      wanted = await cells.take(page.data.map((row) => names.map((name, i) => textOf(name, row[i] ?? null))));
      from += page.data.length;
      ask.progress(`Fetched ${integer(from)} of ${integer(Math.min(objects, total))} objects`);
    }
    return await cells.end(names.map((name) => ({ name, type: cellTypeOf[catalogueType(name)] })));
  } finally {
    await cells.close();
  }
}

async function readPage(group: "neo" | "pha", limit: number, from: number) {
  const answer = await fetchJson(`${address()}?${catalogueQuery({ group, limit, from })}`, {
    timeout: limits.catalogueMilliseconds,
    maxBytes: limits.catalogueBytes,
  });
  const { data } = catalogueAnswer.safeParse(answer);
  if (!data)
    throw new AppError("INVALID", "JPL's answer does not have the shape that its documentation gives.");
  return data;
}

function textOf(name: string, cell: string | number | null): string | null {
  const text = cell === null ? "" : String(cell).trim();
  if (text === "") return null;
  if (catalogueType(name) !== "boolean") return text;
  return text === "Y" ? "true" : text === "N" ? "false" : text;
}
