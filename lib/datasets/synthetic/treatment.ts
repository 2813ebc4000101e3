import { integer } from "@/lib/format";
import type { Column } from "@/lib/frame/frame";
import type { ColumnRole } from "../dictionary";

/** How the values of a column are made: drawn as the column has them, or not at all. */
export const treatments = ["numbers", "values", "constant", "empty", "new", "left out"] as const;
export type Treatment = (typeof treatments)[number];

/** How a column is made, and why where that is not plain. */
export type ColumnPlan = { column: string; how: Treatment; why: string };

/** A column of so many distinct values or fewer has them drawn as they are, also where it holds numbers. */
const fewValues = 20;
/** Text of more distinct values than this is free text. */
const mostCategories = 1_000;
const largestInteger = 2 ** 53 - 1;

/** What is known of a column before it is fitted. */
export type ColumnFacts = { present: number; rows: number; distinct: number; most: number };

/** Counts the rows with a value, distinct values, and the greatest number; text has no greatest. */
export function factsOf(column: Column): ColumnFacts {
  if (column.type === "text") {
    const used = new Uint8Array(column.categories.length);
    let present = 0;
    for (const code of column.codes)
      if (code >= 0) {
        present++;
        used[code] = 1;
      }
    return { present, rows: column.codes.length, distinct: used.reduce((sum, one) => sum + one, 0), most: 0 };
  }
  const sorted = column.values.filter((value) => value === value).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return { present: sorted.length, rows: column.values.length, distinct, most: sorted.at(-1) ?? 0 };
}

/** How a column is made, by what is known of it and its role in the dictionary. */
export function planOf(
  { name, type }: Pick<Column, "name" | "type">,
  facts: ColumnFacts,
  role: ColumnRole | undefined,
): ColumnPlan {
  const plan = (how: Treatment, why: string): ColumnPlan => ({ column: name, how, why });
  const { present, rows, distinct } = facts;
  if (present === 0) return plan("empty", "It has no value in any row.");
  const key = keyReason(name, type, facts, role);
  if (key !== null) {
    if (type !== "integer") return plan("new", `${key} Its values are new: synthetic-000001 and so on.`);
    if (facts.most + 2 * rows < largestInteger)
      return plan("new", `${key} Its values are new: numbers counted on from the greatest.`);
    return plan("left out", `${key} Beyond its greatest number there is no room for new ones.`);
  }
  if (distinct === 1 && present === rows) return plan("constant", "It has one value in all rows.");
  if (type === "text" || type === "boolean")
    return plan("values", "Its values are drawn as often as they are.");
  return distinct <= fewValues
    ? plan("values", `It has ${distinct} different values, which are drawn as often as they are.`)
    : plan("numbers", "Values between those that are there, within their range.");
}

/** Why a column is taken for a key or for free text, neither of which is copied; null where it is neither. */
function keyReason(
  name: string,
  type: Column["type"],
  { present, distinct }: ColumnFacts,
  role: ColumnRole | undefined,
): string | null {
  if (type !== "text" && type !== "integer") return null;
  if (role === "id") return "The dictionary calls it an id.";
  const manifold = distinct > fewValues && distinct > present / 2;
  if (type === "integer")
    return manifold && isNamedAsKey(name) ? "It names rows, by its name and values." : null;
  if (manifold) return "Most of its texts stand in one row alone.";
  return distinct > mostCategories ? `It has more than ${integer(mostCategories)} texts.` : null;
}

function isNamedAsKey(name: string): boolean {
  return /(^|[\s_-])(id|uuid|key|reference|name)([\s_-]|$)/i.test(name) || /[a-z](Id|ID)$/.test(name);
}
