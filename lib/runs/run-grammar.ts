import { FilterError } from "./filter-error";
import { parseField, parseFilter, type Comparison, type EntityKind, type Grammar } from "./filter";

/** What MLflow's clients may ask of runs. */
export const runGrammar: Grammar = {
  kinds: ["metric", "param", "tag", "attribute", "dataset"],
  text: ["run_id", "run_name", "status", "user_id", "artifact_uri"],
  numbers: ["start_time", "end_time"],
  aliases: {
    created: "start_time",
    Created: "start_time",
    "run name": "run_name",
    "Run name": "run_name",
    "Run Name": "run_name",
  },
  lists: ["run_id"],
  nullable: true,
};

/**
 * What people type: the same, with words of our own (`name`, `started`, `data`) and without needless quotes.
 */
export const typedGrammar: Grammar = {
  ...runGrammar,
  text: [...runGrammar.text, "data"],
  aliases: {
    ...runGrammar.aliases,
    id: "run_id",
    name: "run_name",
    user: "user_id",
    started: "start_time",
    ended: "end_time",
  },
  lists: ["run_id", "run_name", "status", "user_id", "data"],
  relaxed: true,
};

/**
 * Reads a filter as a person types it: statuses in any case, `data = v3` or `neo@v3`.
 *
 * @throws {FilterError} INVALID with the place from which on it cannot be read
 */
export function readTypedFilter(text: string): Comparison[] {
  return parseFilter(text, typedGrammar).map((comparison) =>
    comparison.kind !== "attribute"
      ? comparison
      : comparison.key === "status"
        ? { ...comparison, value: eachText(comparison.value, (word) => word.toUpperCase()) }
        : comparison.key === "data"
          ? versionOf(text, comparison)
          : comparison,
  );
}

function eachText(value: Comparison["value"], change: (text: string) => string): Comparison["value"] {
  return Array.isArray(value) ? value.map(change) : typeof value === "string" ? change(value) : value;
}

/** Versions as the database writes them: `neo@v3`, or `v3` of any dataset. */
function versionOf(filter: string, comparison: Comparison): Comparison {
  if (/LIKE/.test(comparison.operator)) return comparison;
  const place = { text: filter, at: comparison.at };
  const value = eachText(comparison.value, (text) => {
    const [, name, number] = text.match(/^(?:(.*?)[ @])?v?(\d+)$/s) ?? [];
    if (!number) throw new FilterError({ what: "version", found: text.slice(0, 100) }, place);
    return `${name ? `${name}@` : ""}v${Number(number)}`;
  });
  const named = [value].flat().every((text) => String(text).includes("@"));
  if (!named && [value].flat().some((text) => String(text).includes("@")))
    throw new FilterError({ what: "mixed versions" }, place);
  return { ...comparison, value, key: named ? "data" : "data_version" };
}

/**
 * A field as a person types it, such as `f1` or `params.lr`.
 * @throws {FilterError} INVALID where it is none
 */
export function readField(text: string): { kind: EntityKind; key: string } {
  return parseField(text, typedGrammar);
}
