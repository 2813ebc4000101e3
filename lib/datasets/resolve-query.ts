import type { EngineOptions, NamedTable } from "./engine";
import { tableOf, type TableDeps } from "./masked-file";
import { findReference, type Version } from "./queries";
import type { Reader } from "./reader";
import { referencesIn, withTables } from "./sql-references";

/**
 * The datasets that a query names as `dataset('name')` or `dataset('name@v2')`, as a reader sees them, and
 * the query with those names in their place.
 *
 * @throws {AppError} NOT_FOUND when one of them is not in the project
 */
export async function resolveQuery(
  deps: TableDeps,
  reader: Reader,
  sql: string,
  asking: Pick<EngineOptions, "asker" | "signal">,
): Promise<{ sql: string; tables: NamedTable[]; versions: Version[] }> {
  const found = await Promise.all(
    referencesIn(sql).map(async (reference) => ({
      reference,
      version: await findReference(deps.db, reader, reference),
    })),
  );
  const tables = await Promise.all(
    found.map(({ reference, version }) => tableOf(deps, reader, version, asking, `dataset ${reference}`)),
  );
  return { sql: withTables(sql), tables, versions: found.map(({ version }) => version) };
}
