import { missingCodes } from "./import-note";
import type { ColumnOptions, ImportedWith, ImportOptions } from "./import-options";

/**
 * How the failed cells of a column are settled by reading the file again: the column as text, the texts of
 * the cells as something else, as codes of missing cells, or their rows left out.
 */
export type Settling =
  | { as: "text" }
  | { as: "drop rows" }
  | { as: "missing"; texts: readonly string[] }
  | { as: "replace"; texts: readonly { from: string; to: string }[] };

/** Codes of missing cells that a column may have; the options allow no more. */
const mostCodes = 100;

/** What was asked of a file, with the cells of a column settled; all else stays as it was. */
export function settledOptions({ asked, used }: ImportedWith, name: string, how: Settling): ImportOptions {
  const columns = asked.columns ?? [];
  // The type may have been remembered: reading again must not lose it.
  const before = { ...used.columns?.find(named(name)), ...columns.find(named(name)), name };
  const settled = settledColumn(before, how);
  const isThere = columns.some(named(name));
  return {
    ...asked,
    columns: isThere ? columns.map((one) => (one.name === name ? settled : one)) : [...columns, settled],
  };
}

function named(name: string) {
  return (column: ColumnOptions) => column.name === name;
}

function settledColumn(before: ColumnOptions, how: Settling): ColumnOptions {
  if (how.as === "text") {
    const { name, replace } = before;
    return { name, type: "text", ...(replace ? { replace } : {}) };
  }
  if (how.as === "drop rows") return { ...before, onFail: "drop rows" };
  if (how.as === "replace") return withReplaced(before, how.texts);
  const codes = [...new Set([...(before.missing ?? missingCodes), ...how.texts.map((text) => text.trim())])];
  if (codes.length <= mostCodes) return { ...before, missing: codes };
  return withReplaced(
    before,
    how.texts.map((from) => ({ from, to: "" })),
  );
}

function withReplaced(before: ColumnOptions, texts: readonly { from: string; to: string }[]): ColumnOptions {
  const fresh = new Set(texts.map(({ from }) => from));
  return { ...before, replace: [...(before.replace ?? []).filter(({ from }) => !fresh.has(from)), ...texts] };
}
