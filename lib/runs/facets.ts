import type { Comparison } from "./filter";
import { fieldText } from "./columns";
import { readTypedFilter } from "./run-grammar";

/** Something that a value can be chosen of. */
export type FacetField = { kind: "attribute" | "param" | "tag"; name: string };

/** A value as a filter takes it, in the quotes that it does not hold; null where it holds both. */
export function quoted(value: string): string | null {
  if (!value.includes("'") && !value.endsWith("\\")) return `'${value}'`;
  return value.includes('"') || value.endsWith("\\") ? null : `"${value}"`;
}

/**
 * The conditions of a filter as they were written, in order.
 * @throws {FilterError} INVALID for one that cannot be read
 */
export function conditionTexts(filter: string): string[] {
  return readTypedFilter(filter).map(({ at, end }) => filter.slice(at, end));
}

/**
 * The values of a field that a filter asks for by = or IN.
 * @throws {FilterError} INVALID for a filter that cannot be read
 */
export function chosenValues(filter: string, field: FacetField): string[] {
  return readTypedFilter(filter).flatMap((comparison) =>
    asksFor(comparison, field) ? [comparison.value ?? []].flat().map(String) : [],
  );
}

/**
 * A filter with a value of a field chosen, or no longer; several values of one field are alternatives.
 * @throws {FilterError} INVALID for a filter that cannot be read
 */
export function toggleValue(filter: string, field: FacetField, value: string): string {
  const chosen = chosenValues(filter, field);
  const values = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  const others = readTypedFilter(filter)
    .filter((comparison) => !asksFor(comparison, field))
    .map(({ at, end }) => filter.slice(at, end));
  const texts = values.flatMap((text) => quoted(text) ?? []);
  const name = field.kind === "attribute" ? field.name : fieldText(field.kind, field.name);
  const asked =
    texts.length === 0
      ? []
      : [texts.length === 1 ? `${name} = ${texts[0]}` : `${name} IN (${texts.join(", ")})`];
  return [...others, ...asked].join(" and ");
}

function asksFor({ kind, key, operator, value }: Comparison, field: FacetField): boolean {
  if (typeof value === "number" && kind !== "param") return false;
  const [fieldKind, fieldKey] =
    field.name === "dataset.name" ? ["dataset", "name"] : [field.kind, field.name];
  return kind === fieldKind && key === fieldKey && (operator === "=" || operator === "IN");
}
