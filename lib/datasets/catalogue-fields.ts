import * as z from "zod";

/** Columns asked for, by the names of JPL's API; those marked text are never read as numbers. */
export const catalogueFields = {
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

/** A page of JPL's answer. */
export const catalogueAnswer = z.looseObject({
  fields: z.array(z.string()),
  data: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  count: z.coerce.number(),
});

/** Objects that are asked for at once. */
export const cataloguePage = 2_000;

/** What a column of the catalogue holds; text where it is none that was asked for. */
export function catalogueType(name: string): "text" | "number" | "boolean" {
  return Object.hasOwn(catalogueFields, name)
    ? catalogueFields[name as keyof typeof catalogueFields]
    : "text";
}

/** The parameters of one page. */
export function catalogueQuery(page: { group: "neo" | "pha"; limit: number; from: number }): string {
  return new URLSearchParams({
    fields: Object.keys(catalogueFields).join(","),
    "sb-group": page.group,
    limit: String(page.limit),
    "limit-from": String(page.from),
  }).toString();
}
