import type { Source } from "@/lib/sources/queries";
import type { SourceField } from "@/lib/sources/kinds/kind";

/** What stands in a form of a source, by field. */
export type Values = Record<string, string>;

/** Whether a field is asked for, as the others stand. */
export function isAsked({ when }: SourceField, values: Values): boolean {
  return !when || when.is.includes(values[when.field] ?? "");
}

/** A form as it begins: the settings that are kept, else the first choice of each; never a secret. */
export function firstValues(fields: readonly SourceField[], source: Source | null): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const kept = field.secret ? undefined : source?.config[field.name];
      return [field.name, kept === undefined ? (field.choices?.[0]?.value ?? "") : String(kept)];
    }),
  );
}

/** Settings and secret as the API takes them: what was left empty, or is not asked for, is left out. */
export function toRequest(fields: readonly SourceField[], values: Values) {
  const filled = fields.filter((field) => isAsked(field, values) && (values[field.name] ?? "") !== "");
  const part = (isSecret: boolean) =>
    Object.fromEntries(
      filled.filter((field) => Boolean(field.secret) === isSecret).map(({ name }) => [name, values[name]!]),
    );
  const secret = part(true);
  return { config: part(false), ...(Object.keys(secret).length > 0 ? { secret } : {}) };
}

/** Columns that name a row, as they are typed: with commas between. */
export function keyOf(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
