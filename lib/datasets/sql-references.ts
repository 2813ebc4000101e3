const call = /\bdataset\s*\(\s*'((?:[^']|'')*)'\s*\)/gi;

/** The references that a query makes as `dataset('name')` or `dataset('name@v2')`, each once. */
export function referencesIn(sql: string): string[] {
  return [...new Set([...sql.matchAll(call)].map(([, reference]) => unquoted(reference!)))];
}

/** A query with the names of tables, `"dataset name@v2"`, in place of its references. */
export function withTables(sql: string): string {
  return sql.replaceAll(
    call,
    (_, reference: string) => `"dataset ${unquoted(reference).replaceAll('"', '""')}"`,
  );
}

/** The dataset and, where it names one, the version of a reference. */
export function partsOf(reference: string): { name: string; number: number | undefined } {
  const [, name, number] = reference.match(/^(.*?)(?:@v(\d+))?$/s)!;
  return { name: name!, number: number ? Number(number) : undefined };
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
